"""`Response`, the object that scripts return from output_fn to name a content type."""


class Response:
    """Takes the arguments of the original, which is a Flask response; `accept` wins over `mimetype`, as there."""

    def __init__(self, response=None, accept=None, status=200, headers=None, mimetype=None, direct_passthrough=False):
        self.status_code = int(str(status).split()[0])
        self.content_type = accept or mimetype or "application/json"
        self.headers = dict(headers or {})
        self._body = b"" if response is None else response

    def get_data(self, as_text=False):
        body = self._body.encode("utf-8") if isinstance(self._body, str) else bytes(self._body)
        return body.decode("utf-8") if as_text else body
