"""A small writer of ONNX graphs: names, constants and nodes in the order they are added."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# Fixed here, not taken from the installed onnx: its newest values may be ahead of the runtime.
OPSET = 18
IR_VERSION = 9


class Graph:
    def __init__(self):
        self._nodes = []
        self._constants = {}
        self._by_value = {}

    def constant(self, value, name=None):
        """The name of a constant tensor. Unnamed ones are shared by equal value."""
        value = np.ascontiguousarray(value)
        key = (value.dtype.str, value.shape, value.tobytes())
        if name is None:
            if key in self._by_value:
                return self._by_value[key]
            name = f"constant_{len(self._by_value)}"
            self._by_value[key] = name
        self._constants[name] = numpy_helper.from_array(value, name)
        return name

    def add(self, op, *inputs, name=None, outputs=1, domain="", **attributes):
        """Adds a node. Gives the name of its output, or a list of names if there are several."""
        base = name or f"{op}_{len(self._nodes)}"
        names = [base] if outputs == 1 else [f"{base}_{i}" for i in range(outputs)]
        self._nodes.append(
            helper.make_node(op, inputs, names, name=base, domain=domain, **attributes)
        )
        return names[0] if outputs == 1 else names

    def add_contrib(self, op, *inputs, **options):
        """Adds one of onnxruntime's own operators (docs/ContribOperators.md in its repository)."""
        return self.add(op, *inputs, domain="com.microsoft", **options)

    def save(self, path, inputs, outputs):
        """Writes the model. `inputs` are int64, `outputs` float32: name -> shape."""
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(n, TensorProto.INT64, s) for n, s in inputs.items()],
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in outputs.items()],
            list(self._constants.values()),
        )
        model = helper.make_model(
            graph,
            ir_version=IR_VERSION,
            producer_name="models/export",
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)],
        )
        onnx.save(model, path)
