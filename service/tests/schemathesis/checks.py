"""What the service's own answers let Schemathesis check beyond its own checks."""

import schemathesis


@schemathesis.check
def document_is_as_strict_as_the_service(ctx, response, case):
    """What the OpenAPI document allows is not refused by a schema.

    A request may be refused for what no schema can say: a cursor that was never given out, a time zone that does
    not exist. Where a schema refused it, the answer has `errors`.
    """
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or response.status_code != 400:
        return
    errors = response.json().get("errors")
    if errors:
        raise AssertionError(f"A request that the document allows was refused by its schema: {errors}")
