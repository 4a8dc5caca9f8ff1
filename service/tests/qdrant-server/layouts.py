"""Collections and payload indexes of the REST interface as those of the engine."""

from typing import Any

import qdrant_edge as edge

from .strict import Refused, fields, one_of, typed, whole

MEMORY = {"cold": edge.Memory.Cold, "cached": edge.Memory.Cached, "pinned": edge.Memory.Pinned}


def to_memory(given: dict) -> edge.Memory | None:
    return MEMORY[one_of(given["memory"], "memory", tuple(MEMORY))] if "memory" in given else None


def to_config(value: Any) -> edge.EdgeConfig:
    given = fields(
        value,
        "collection",
        required=("vectors",),
        optional=(
            "sparse_vectors",
            "payload",
            "shard_number",
            "replication_factor",
            "write_consistency_factor",
            "metadata",
        ),
    )
    for name in ("shard_number", "replication_factor", "write_consistency_factor"):
        if name in given:
            whole(given[name], name)
    typed(given.get("metadata", {}), "metadata", dict)
    payload = fields(given.get("payload", {}), "payload", optional=("memory",))
    return edge.EdgeConfig(
        vectors={name: to_dense(params) for name, params in given["vectors"].items()},
        sparse_vectors={name: to_sparse(params) for name, params in given.get("sparse_vectors", {}).items()},
        payload_memory=to_memory(payload),
    )


def to_dense(value: Any) -> edge.EdgeVectorParams:
    given = fields(value, "vector", required=("size", "distance"), optional=("memory", "quantization_config"))
    one_of(given["distance"], "distance", ("Cosine",))
    return edge.EdgeVectorParams(
        size=whole(given["size"], "size"),
        distance=edge.Distance.Cosine,
        memory=to_memory(given),
        quantization_config=to_quantization(given["quantization_config"])
        if "quantization_config" in given
        else None,
    )


def to_quantization(value: Any) -> edge.ScalarQuantizationConfig:
    scalar = fields(value, "quantization_config", required=("scalar",))["scalar"]
    given = fields(scalar, "scalar", required=("type",), optional=("quantile", "memory"))
    one_of(given["type"], "type", ("int8",))
    return edge.ScalarQuantizationConfig(
        edge.ScalarType.Int8, quantile=given.get("quantile"), memory=to_memory(given)
    )


def to_sparse(value: Any) -> edge.EdgeSparseVectorParams:
    given = fields(value, "sparse vector", optional=("modifier", "index"))
    index = fields(given.get("index", {}), "index", optional=("memory",))
    modifier = one_of(given.get("modifier", "none"), "modifier", ("none", "idf"))
    return edge.EdgeSparseVectorParams(
        modifier=edge.Modifier.Idf if modifier == "idf" else None, memory=to_memory(index)
    )


def to_payload_index(value: Any) -> tuple[str, Any]:
    given = fields(value, "payload index", required=("field_name", "field_schema"))
    schema = given["field_schema"]
    match schema.get("type") if isinstance(schema, dict) else None:
        case "keyword":
            fields(schema, "keyword index", required=("type",), optional=("is_tenant", "memory"))
            params = edge.KeywordIndexParams(is_tenant=schema.get("is_tenant"), memory=to_memory(schema))
        case "uuid":
            fields(schema, "uuid index", required=("type",), optional=("memory",))
            params = edge.UuidIndexParams(memory=to_memory(schema))
        case "float":
            fields(schema, "float index", required=("type",))
            params = edge.FloatIndexParams()
        case "text":
            options = ("lowercase", "phrase_matching", "memory")
            fields(schema, "text index", required=("type", "tokenizer"), optional=options)
            one_of(schema["tokenizer"], "tokenizer", ("whitespace",))
            params = edge.TextIndexParams(
                tokenizer=edge.TokenizerType.Whitespace,
                lowercase=schema.get("lowercase"),
                phrase_matching=schema.get("phrase_matching"),
                memory=to_memory(schema),
            )
        case _:
            raise Refused(400, "this payload index is not known")
    return typed(given["field_name"], "field_name", str), params
