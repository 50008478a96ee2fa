"""Where everything is built and joined; the only package that knows all the others."""
