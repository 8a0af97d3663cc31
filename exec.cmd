@rem Windows has no `exec`, which the scripts of package.json that serve begin with: there it is this file, and does nothing.
@%*
