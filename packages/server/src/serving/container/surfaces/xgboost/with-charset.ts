/**
 * The Content-Type of an answer in this media type: the container's server adds the character set to text.
 * Source: `flask.Response(mimetype=...)` in `serve.py` of the container, and `werkzeug.utils.get_content_type`.
 */
export const withCharset = (type: string) => (type.startsWith('text/') ? `${type}; charset=utf-8` : type);
