"""Turn a document into bytes, one module a format."""
