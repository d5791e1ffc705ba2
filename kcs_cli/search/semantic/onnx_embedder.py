"""A sentence-embedding model as an ONNX file with its tokenizer, in one folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcs_cli.errors import KcsError
from kcs_cli.text.display import on_one_line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILES = ("model.onnx", "tokenizer.json")
LONGEST = 256  # tokens of a text that are read
TOGETHER = 16  # texts, of about one length


class OnnxEmbedder:
    """Runs `model.onnx`: token ids and mask in; out a vector a text, or one a token, of which the mean is taken."""

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise KcsError(
                "Finding by meaning needs onnxruntime and tokenizers", "pip install 'kcs-cli[semantic]'"
            ) from error
        model, tokenizer = (folder / name for name in FILES)
        try:
            self.key = f"{folder.name} {_digest(model, tokenizer)}"
            self.tokenizer = Tokenizer.from_file(str(tokenizer))
            options = onnxruntime.SessionOptions()
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads would burn the CPU
            self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # both libraries raise types of their own
            reason = on_one_line(str(error))[:120]
            raise KcsError(f"The model in {folder} cannot be read ({reason})", "kcs semantic fetch") from error
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.enable_padding()
        self.inputs = [one.name for one in self.session.get_inputs()]

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return a vector of length 1 for each text."""
        import numpy as np

        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))  # long ones make their neighbours wait
        batches = [order[start : start + TOGETHER] for start in range(0, len(order), TOGETHER)]
        vectors = np.concatenate([self.run([texts[place] for place in batch]) for batch in batches])
        found = np.empty_like(vectors)
        found[order] = vectors
        return found

    def run(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return the vectors of a few texts."""
        import numpy as np

        encoded = self.tokenizer.encode_batch(list(texts))
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        ids = np.array([one.ids for one in encoded], dtype=np.int64)
        known: dict[str, Any] = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        vectors = self.session.run(None, {name: known[name] for name in self.inputs})[0]
        if vectors.ndim == 3:
            vectors = (vectors * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True).clip(1)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def _digest(*files: Path) -> str:
    """Return a digest of what is in some files: vectors of another model of the same size are not these."""
    from hashlib import blake2b, file_digest

    known = blake2b(digest_size=16)
    for file in files:
        with file.open("rb") as stream:
            known.update(file_digest(stream, "blake2b").digest())
    return known.hexdigest()
