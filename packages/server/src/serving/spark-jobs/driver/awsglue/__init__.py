"""What scripts of Glue import, as far as this server offers it; if the files of a run bring an `awsglue`, that one is used."""
