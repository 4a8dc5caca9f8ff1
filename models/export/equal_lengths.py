"""Rewrites the int8 graph for batches whose texts are all of one length: the same, sooner.

Nothing is padded there, so no mask is needed, and without one the runtime takes its flash attention
(Dao et al., arXiv:2205.14135). The tensors of zero points, which the graph makes anew for each product,
are made once. The weights stay where they are: the new file points into the old one.
"""

import onnx
from onnx import TensorProto

EQUAL_LENGTHS = "onnx/model_int8.equal_lengths.onnx"
# Smaller tensors are repeated in the new file: pointing at one costs about as much.
LEAST_SHARED_BYTES = 16_384
MASK_INPUT = 4


def write_equal_lengths(source, target):
    """`target` must be in the folder of `source`, whose weights it uses."""
    model = onnx.load(source)
    drop_mask(model.graph)
    share_zero_points(model.graph)
    share_weights(model.graph, source)
    onnx.save(model, target)


def drop_mask(graph):
    for node in graph.node:
        if node.op_type == "MultiHeadAttention":
            del node.input[MASK_INPUT:]
    keep(graph.node, lambda node: "attention_mask" not in node.input)
    keep(graph.input, lambda value: value.name != "attention_mask")


def share_zero_points(graph):
    """Every rounding of `[tokens, n]` expands its zero point to `[tokens]`; once a zero point is enough."""
    first = {}
    renamed = {}
    unused = set()
    for node in graph.node:
        if node.op_type != "Expand":
            continue
        zero_point = node.input[0]
        if zero_point in first:
            renamed[node.output[0]] = first[zero_point]
            unused.update([node.output[0], node.input[1]])
        else:
            first[zero_point] = node.output[0]
    for node in graph.node:
        for i, name in enumerate(node.input):
            node.input[i] = renamed.get(name, name)
    keep(graph.node, lambda node: node.output[0] not in unused)


def share_weights(graph, source):
    """Replaces large tensors by their place in the file that they came from."""
    content = source.read_bytes()
    for tensor in graph.initializer:
        data = tensor.raw_data
        if len(data) < LEAST_SHARED_BYTES:
            continue
        offset = content.index(data)
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        place = {"location": source.name, "offset": offset, "length": len(data)}
        for key, value in place.items():
            tensor.external_data.add(key=key, value=str(value))


def keep(repeated, wanted):
    kept = [item for item in repeated if wanted(item)]
    del repeated[:]
    repeated.extend(kept)

