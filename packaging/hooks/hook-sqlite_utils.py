"""sqlite-utils looks for a driver called pysqlite3; the program puts sqlcipher3 in its place."""

hiddenimports = ["sqlcipher3", "sqlcipher3.dbapi2"]
excludedimports = ["pysqlite3", "IPython", "sqlite_utils.cli"]
