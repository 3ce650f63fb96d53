#!/usr/bin/env python3
"""Makes written.txt and forms.txt with real NumPy (written by 1.24.2, CPython 3.11), so nothing in them is our output."""
import base64
import hashlib
import io
import pickle
import zipfile

import numpy as np


def takes(lengths, dimension):
    """Event t of take i: dt = (t % 7 + 1) / 64 s, control c = ((i + 3 t + 5 c) % 128) / 128. All exact in float32."""
    result = []
    for i, length in enumerate(lengths):
        take = np.zeros((length, dimension), dtype=np.float32)
        for t in range(length):
            take[t, 0] = (t % 7 + 1) / 64
            for c in range(1, dimension):
                take[t, c] = ((i + 3 * t + 5 * c) % 128) / 128
        result.append(take)
    return result


def objects(arrays):
    """A one-dimensional object array, also where NumPy would rather make three axes of it."""
    array = np.empty(len(arrays), dtype=object)
    for i, item in enumerate(arrays):
        array[i] = item
    return array


def npy(array, protocol=3, **header):
    stream = io.BytesIO()
    if array.dtype != object:
        np.lib.format.write_array(stream, array)
        return stream.getvalue()
    np.lib.format.write_array_header_1_0(stream, np.lib.format.header_data_from_array_1_0(array))
    stream.write(pickle.dumps(array, protocol=protocol))
    return stream.getvalue()


def npz(content):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("perfs.npy", (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return base64.b64encode(stream.getvalue()).decode()


HEAD = """# Source: make_datasets.py beside this file, with NumPy {numpy}; the takes are those of takes() there.
"""

with open("written.txt", "w") as out:
    out.write(HEAD.format(numpy=np.__version__))
    out.write("# What NumPy writes into perfs.npy (protocol 3, one-dimensional object array, C order).\n")
    out.write("# lengths of the takes | dimension | bytes | SHA-256\n")
    for lengths, dimension in [
        ([3, 2], 2), ([1], 2), ([2, 2, 2], 9), ([300, 1, 70000], 4), ([1] * 1000, 2), ([1] * 1001, 2), ([2] * 2500, 3)]:
        content = npy(objects(takes(lengths, dimension)))
        compact = f"{lengths[0]} x {len(lengths)}" if len(lengths) > 5 else " ".join(map(str, lengths))
        out.write(f"{compact} | {dimension} | {len(content)} | {hashlib.sha256(content).hexdigest()}\n")

three = takes([3, 2, 4], 3)
equal = takes([4, 4], 3)
evil = b"\x80\x03cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85C\x01b\x87R(K\x01K\x01\x85" \
    b"cnumpy\ndtype\nX\x02\x00\x00\x00O8\x89\x88\x87R(K\x03X\x01\x00\x00\x00|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?tb" \
    b"\x89]%sX\x04\x00\x00\x00true\x85Ratb."
head = npy(objects([three[0]]))[:128]
with open("forms.txt", "w") as out:
    out.write(HEAD.format(numpy=np.__version__))
    out.write("# Every form in which the same takes may stand in a file, as NumPy and CPython write them.\n")
    out.write("# name | lengths | dimension | the .npz file, base64\n")
    def form(name, arrays, content):
        out.write(f"{name} | {' '.join(str(len(a)) for a in arrays)} | {arrays[0].shape[1]} | {npz(content)}\n")
    form("protocol 2", three, npy(objects(three), 2))
    form("protocol 3", three, npy(objects(three), 3))
    form("protocol 4", three, npy(objects(three), 4))
    form("Fortran order", three, npy(objects([np.asfortranarray(t) for t in three])))
    form("float64", three, npy(objects([t.astype(np.float64) for t in three])))
    form("NumPy 2", three, npy(objects(three)).replace(b"numpy.core.multiarray", b"numpy._core.multiarray"))
    form("objects of three axes", equal, npy(np.array(equal, dtype=object)))
    form("a single take of objects", [equal[0]], npy(np.array([equal[0]], dtype=object)))
    form("Fortran-ordered objects", equal, npy(np.asfortranarray(np.array(equal, dtype=object))))
    form("plain float32", equal, npy(np.array(equal)))
    form("plain float64, Fortran order", equal, npy(np.asfortranarray(np.array(equal).astype(np.float64))))
    form("an empty take among others", [three[0], three[0][:0], three[1]], npy(objects([three[0], three[0][:0], three[1]])))

with open("refused.txt", "w") as out:
    out.write(HEAD.format(numpy=np.__version__))
    out.write("# Files that must be refused. Never load one with NumPy: the first three run a program.\n")
    out.write("# what the message says | the .npz file, base64\n")
    def refuse(message, content):
        out.write(f"{message} | {npz(content)}\n")
    refuse("asks for posix.system", head + evil % b"cposix\nsystem\n")
    refuse("asks for builtins.eval", head + evil % b"\x8c\x08builtins\x8c\x04eval\x93")
    refuse("asks for numpy.load", head + evil % b"cnumpy\nload\n")
    refuse("has opcode 0x69", head + evil % b"(iposix\nsystem\n")
    refuse("calls ElementType", head + b"\x80\x03cnumpy\ndtype\n)R.")
    refuse("protocol 5", head + b"\x80\x05.")
    refuse("ends within a value of 4294967295 bytes", head + b"\x80\x03B\xff\xff\xff\xff")
    refuse("ends within a value of 18446744073709551615 bytes", head + b"\x80\x04\x8e" + b"\xff" * 8)
    refuse("ends within a value", npy(objects(three))[:300])
    refuse("more than 65536 values on its stack", head + b"\x80\x03" + b"N" * 70000)
    refuse("takes a value from an empty stack", head + b"\x80\x03.")
    refuse("no mark", head + b"\x80\x03t")
    refuse("recalls value 7", head + b"\x80\x03h\x07")
    refuse("numbers of type >f4", npy(objects([three[0].astype(">f4")])))
    refuse("numbers of type <i8", npy(objects([three[0].astype(np.int64)])))
    refuse("take 2 has 2 values per event, those before have 3", npy(objects([three[0], three[1][:, :2]])))
    refuse("take 1 has 1 values per event", npy(objects([three[0][:, :1]])))
    refuse("take 1 is no array of events", npy(objects([three[0].ravel()])))
    nan = three[0].copy()
    nan[1, 2] = np.nan
    refuse("take 2, event 2: NaN is no finite number", npy(objects([three[1], nan])))
    refuse("holds no takes", npy(objects([])))
    refuse("perfs holds no takes of events", npy(np.zeros((3, 3), np.float32)))
    refuse("has a list of something else", npy(objects(["take"])))
    refuse("names the same take again and again", npy(objects([three[0]] * 100)))
    refuse("is no .npy array", b"MZ" + b"\x00" * 200)
