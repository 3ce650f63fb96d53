#!/usr/bin/env python3
"""
Makes read.txt and refused.txt: small models in every form that Python IMPSY has had, written by h5py (3.7.0, HDF5 1.10.8)
and by the FlatBuffers library, so by nothing of ours. All hold the same network: 3 values, 2 layers of 2 units, 2
mixtures. Number i of an array, counted in the order of Keras (inputs first, then outputs), is
((7 i + s) % 61 - 30) / 32, where s is the place of the array in NAMES; biases likewise. All exact in float32, and in
int8 with a scale of 1/32.
"""
import base64
import gzip
import io
import json
import zipfile

import flatbuffers
import h5py
import numpy as np

D, U, M = 3, 2, 2
NAMES = ["lstm0.kernel", "lstm0.recurrent", "lstm0.bias", "lstm1.kernel", "lstm1.recurrent", "lstm1.bias",
         "mu.kernel", "mu.bias", "sigma.kernel", "sigma.bias", "pi.kernel", "pi.bias"]
SHAPES = [(D, 4 * U), (U, 4 * U), (4 * U,), (U, 4 * U), (U, 4 * U), (4 * U,),
          (U, M * D), (M * D,), (U, M * D), (M * D,), (U, M), (M,)]
NET = {name: (((7 * np.arange(int(np.prod(shape))) + s) % 61 - 30) / 32).astype(np.float32).reshape(shape)
       for s, (name, shape) in enumerate(zip(NAMES, SHAPES))}


def h5(write, **options):
    stream = io.BytesIO()
    with h5py.File(stream, "w", **options) as file:
        write(file)
    return stream.getvalue()


def weights(root, dtype=np.float32, **options):
    for l in range(2):
        group = root.create_group(f"lstm{l}/lstm{l}")
        for ours, theirs in (("kernel", "kernel:0"), ("recurrent", "recurrent_kernel:0"), ("bias", "bias:0")):
            group.create_dataset(theirs, data=NET[f"lstm{l}.{ours}"].astype(dtype), **options)


def head(root):
    for ours, theirs in (("mu", "mus"), ("sigma", "sigmas"), ("pi", "pis")):
        group = root.create_group(f"td_mdn/td_mdn/{theirs}")
        group["kernel:0"], group["bias:0"] = NET[ours + ".kernel"], NET[ours + ".bias"]


def weights_only(file):
    weights(file), head(file)
    file.attrs["backend"] = np.bytes_("tensorflow")
    file.attrs["keras_version"] = np.bytes_("2.2.4-tf")
    file.attrs["layer_names"] = np.array([b"lstm0", b"lstm1", b"td_mdn"])


def whole_model(file):
    file.attrs["keras_version"] = "2.15.0"
    file.attrs["model_config"] = json.dumps(
        {"class_name": "Functional", "config": {"layers": [{"config": {"units": U, "recurrent_activation": "hard_sigmoid"}}]}})
    weights(file.create_group("model_weights"))
    group = file.create_group("model_weights/mdn/mdn")
    for number, name in (("", "mu"), ("_1", "sigma"), ("_2", "pi")):
        group[f"kernel{number}:0"], group[f"bias{number}:0"] = NET[name + ".kernel"], NET[name + ".bias"]
    decoy = file.create_group("optimizer_weights/Adam/lstm0")
    for name in ("kernel:0", "recurrent_kernel:0", "bias:0"):
        decoy[name] = np.zeros((1,), np.float32)


def keras3(file):
    for l, name in ((0, "lstm"), (1, "lstm_1")):
        group = file.create_group(f"layers/{name}/cell/vars")
        for i, ours in enumerate(("kernel", "recurrent", "bias")):
            group[str(i)] = NET[f"lstm{l}.{ours}"]
    for ours, theirs in (("mu", "mdn_mus"), ("sigma", "mdn_sigmas"), ("pi", "mdn_pi")):
        group = file.create_group(f"layers/mdn/{theirs}/vars")
        group["0"], group["1"] = NET[ours + ".kernel"], NET[ours + ".bias"]
    for i in range(5):
        file[f"optimizer/vars/{i}"] = np.zeros((2,), np.float32)


def crowded(file):
    """Enough names in one group for a B-tree of two levels, and a layer whose header is continued elsewhere."""
    for i in range(300):
        file.create_group(f"metrics{i:03}")
    weights_only(file)
    file["lstm0/lstm0/kernel:0"].attrs["x" * 40] = "y" * 400


def keras(h5file, config):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("metadata.json", b"{}"), ("config.json", config), ("model.weights.h5", h5file)):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


class Tflite:
    """Just enough of a writer for the TFL3 schema."""
    ADD, FC, GATHER, LSTM, ELU, WHILE = 0, 9, 36, 44, 111, 119

    def __init__(self):
        self.b, self.buffers, self.graphs = flatbuffers.Builder(1 << 16), [b""], []

    def table(self, count, fields):
        self.b.StartObject(count)
        for slot, kind, value in fields:
            if kind == "offset":
                self.b.PrependUOffsetTRelativeSlot(slot, value, 0)
            else:
                getattr(self.b, f"Prepend{kind}Slot")(slot, value, 0 if value else 1)  # never the default, which is left out
        return self.b.EndObject()

    def offsets(self, items):
        self.b.StartVector(4, len(items), 4)
        for item in reversed(items):
            self.b.PrependUOffsetTRelative(item)
        return self.b.EndVector()

    def tensor(self, shape, data=None, scales=None):
        quantization = None
        if data is not None and scales is not None:
            data = np.round(data / np.reshape(scales, (-1, 1))).astype(np.int8)
            s = self.b.CreateNumpyVector(np.asarray(scales, np.float32))
            z = self.b.CreateNumpyVector(np.zeros(len(scales), np.int64))
            quantization = self.table(7, [(2, "offset", s), (3, "offset", z)])
        shape = self.b.CreateNumpyVector(np.asarray(shape, np.int32))
        self.buffers.append(b"" if data is None else data.tobytes())
        fields = [(0, "offset", shape), (1, "Int8", 9 if quantization else 0), (2, "Uint32", len(self.buffers) - 1)]
        return self.table(6, fields + ([(4, "offset", quantization)] if quantization else []))

    def op(self, code, inputs, outputs, body=None):
        i, o = (self.b.CreateNumpyVector(np.asarray(x, np.int32)) for x in (inputs, outputs))
        options = [] if body is None else [(4, "offset", self.table(2, [(0, "Int32", body), (1, "Int32", body)]))]
        return self.table(9, [(0, "Uint32", code), (1, "offset", i), (2, "offset", o)] + options)

    def graph(self, tensors, inputs, operators):
        t, o = self.offsets(tensors), self.offsets(operators)
        i = self.b.CreateNumpyVector(np.asarray(inputs, np.int32))
        self.graphs.append(self.table(5, [(0, "offset", t), (1, "offset", i), (3, "offset", o)]))

    def finish(self):
        codes = []
        for code in (self.ADD, self.FC, self.GATHER, self.LSTM, self.ELU, self.WHILE):
            codes.append(self.table(4, [(0, "Int8", code), (3, "Int32", code)]))
        buffers = []
        for data in self.buffers:
            vector = self.b.CreateByteVector(data) if data else None
            buffers.append(self.table(3, [(0, "offset", vector)] if vector else []))
        c, g, u = self.offsets(codes), self.offsets(self.graphs), self.offsets(buffers)
        self.b.Finish(self.table(5, [(0, "Uint32", 3), (1, "offset", c), (2, "offset", g), (4, "offset", u)]), b"TFL3")
        return bytes(self.b.Output())


ADD, FC, GATHER, LSTM, ELU, WHILE = range(6)  # places in the list of codes above


def tflite(quantize=lambda matrix: None, loops=True, elu=True):
    t = Tflite()
    matrix = lambda name: NET[name].T.copy()
    constant = lambda m: t.tensor(m.shape, m, quantize(m) if m.ndim == 2 else None)
    dense = [constant(matrix(name)) for name in ("mu.kernel", "pi.kernel", "sigma.kernel")]
    biases = [constant(NET[name]) for name in ("mu.bias", "pi.bias", "sigma.bias")]
    values = [t.tensor((1, n)) for n in (D, U, U, M * D, M, M * D, M * D)]  # input, layers, heads, elu
    operators = [t.op(WHILE if loops else LSTM, [6, 6], [7], 1 if loops else None), t.op(WHILE, [7, 7], [8], 2)]
    operators += [t.op(FC, [8, k, 3 + k], [9 + k]) for k in range(3)]
    operators.append(t.op(ELU if elu else ADD, [11], [12]))
    t.graph(dense + biases + values, [6], operators)
    for l, inputs in ((0, D), (1, U)):
        tensors = [t.tensor((1, inputs)), t.tensor((1, U)), constant(matrix(f"lstm{l}.kernel")),
                   constant(matrix(f"lstm{l}.recurrent")), constant(NET[f"lstm{l}.bias"])]
        tensors += [t.tensor((1, 4 * U)) for _ in range(5)]
        t.graph(tensors, [0, 1], [
            t.op(GATHER, [0, 1], [5]), t.op(FC, [1, 3, -1], [6]), t.op(FC, [5, 2, -1], [7]),
            t.op(ADD, [7, 6], [8]), t.op(ADD, [8, 4], [9])])
    return t.finish()


HEAD = "# Source: make_models.py beside this file.\n"


def text(content):
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


with open("read.txt", "w") as out:
    out.write(HEAD + "# form | the gates that the file lets one believe in | the file, gzip, base64\n")
    def read(form, gates, content):
        out.write(f"{form} | {gates} | {text(content)}\n")
    read("weights only .h5", "HardSigmoid", h5(weights_only))
    read("whole model .h5", "HardSigmoid", h5(whole_model))
    read("crowded .h5", "HardSigmoid", h5(crowded))
    read("Keras 3 .h5", "Sigmoid", h5(keras3))
    read(".keras", "Sigmoid", keras(h5(keras3), b'{"config":{"layers":[{"config":{"recurrent_activation":"sigmoid"}}]}}'))
    read(".keras of hard gates", "HardSigmoid", keras(h5(keras3), b'[{"recurrent_activation":"hard_sigmoid"}]'))
    read(".tflite", "Sigmoid", tflite())
    read("int8 .tflite", "Sigmoid", tflite(lambda m: [1 / 32]))
    read("int8 .tflite, a scale per row", "Sigmoid", tflite(lambda m: [1 / 32] * len(m)))

with open("refused.txt", "w") as out:
    out.write(HEAD + "# what the message says | the file, gzip, base64\n")
    def refuse(message, content):
        out.write(f"{message} | {text(content)}\n")
    refuse("is none of .h5, .keras and .tflite", b"some text")
    refuse("is none of .h5, .keras and .tflite", b"")
    refuse("superblock version", h5(weights_only, libver="latest"))
    refuse("in chunks", h5(lambda f: (weights(f, chunks=True), head(f))))
    refuse("compressed", h5(lambda f: (weights(f, compression="gzip"), head(f))))
    refuse("of another type than little-endian float32", h5(lambda f: (weights(f, np.float64), head(f))))
    refuse("of another type than little-endian float32", h5(lambda f: (weights(f, ">f4"), head(f))))
    refuse("has no LSTM layers where Keras would put them", h5(head))
    refuse("has no mixture layer where Keras would put it: no mus", h5(weights))
    refuse("of shape (2, 8), expected (3, 12)", h5(lambda f: (
        weights(f), head(f), f["lstm0/lstm0"].pop("kernel:0"),
        f["lstm0/lstm0"].create_dataset("kernel:0", data=np.zeros((3, 12), np.float32)))))
    refuse("without model.weights.h5", keras(b"", b"{}").replace(b"model.weights.h5", b"other.weights.h5"))
    refuse("is no HDF5 file", keras(b"text", b"{}"))
    refuse("has fused LSTM layers", tflite(loops=False))
    refuse("0 and 3 linear layers with and without ELU", tflite(elu=False))
