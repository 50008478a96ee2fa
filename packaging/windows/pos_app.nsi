; Windows installer: makensis -DVERSION=0.1.0 packaging/windows/pos_app.nsi
; Wants dist\pos-app, built on Windows by packaging\build.py; makensis itself runs on Linux too.
; Installs for one person without administrator's rights; the shop's data are never touched.

Unicode true
!include "MUI2.nsh"
!include "FileFunc.nsh"

!ifndef VERSION
  !error "give the version: -DVERSION=0.1.0"
!endif

!define ROOT "..\.."
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\pos-app"

Name "pos-app ${VERSION}"
OutFile "${ROOT}\dist\pos-app-${VERSION}-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\pos-app"
InstallDirRegKey HKCU "Software\pos-app" "InstallDir"
RequestExecutionLevel user
SetCompressor /SOLID lzma

!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\pos-app.exe"
!insertmacro MUI_PAGE_LICENSE "${ROOT}\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

; NSIS has no Azerbaijani of its own; English serves there.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Russian"
!insertmacro MUI_LANGUAGE "Polish"

Section "pos-app"
  SetOutPath "$INSTDIR"
  ; Files of an older version that the new one no longer has must not stay behind.
  RMDir /r "$INSTDIR\_internal"
  File /r "${ROOT}\dist\pos-app\*.*"
  CreateShortcut "$SMPROGRAMS\pos-app.lnk" "$INSTDIR\pos-app.exe"
  CreateShortcut "$DESKTOP\pos-app.lnk" "$INSTDIR\pos-app.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\pos-app" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "DisplayName" "pos-app"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" "$0"
SectionEnd

; Sales, customers and backups live in the person's data folder and stay there.
Section "Uninstall"
  ; By name: somebody may have chosen a folder that holds other things as well.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\pos-app.exe"
  Delete "$INSTDIR\pos-app-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\pos-app.lnk"
  Delete "$DESKTOP\pos-app.lnk"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\pos-app"
SectionEnd
