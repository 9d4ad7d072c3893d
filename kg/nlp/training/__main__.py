"""``python -m kg.nlp.training``: train the English pipeline that ships, and print what it reaches."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import spacy

import kg.nlp.dates
import kg.nlp.encoder.component  # noqa: F401 - both register a factory that the pipeline's configuration names
from kg.errors import InputError, KGError
from kg.nlp.training.corpora import Corpora
from kg.nlp.training.lexicon import Lexicon
from kg.nlp.training.program import Scores, Settings, evaluate, run, scores_table
from kg.resources import ontology_path

_ENCODER_STEPS = 3000
_ENCODER_DECAY = 1500


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is 0, or 2 when the input cannot be used."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        corpora = Corpora(options.corpora, Lexicon.read(ontology_path("gazetteer")))
        if options.evaluate_only:
            scores = evaluate(spacy.load(options.output), corpora)
        elif options.architecture == "encoder":
            scores = _run_encoder(corpora, options)
        else:
            settings = Settings(
                work=options.work,
                output=options.output,
                max_steps=options.max_steps,
                device=options.device,
                jobs=options.jobs,
            )
            scores = run(corpora, settings)
    except KGError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    sys.stdout.write(f"{scores_table(scores)}\n\n{scores.words_per_second:.0f} words a second\n")
    return 0


def _run_encoder(corpora: Corpora, options: argparse.Namespace) -> Scores:
    """Train the encoder; its modules are loaded here, as they need what only the extra ``train`` installs."""
    try:
        fit = import_module("kg.nlp.training.encoder.fit")
        program = import_module("kg.nlp.training.encoder.program")
    except ModuleNotFoundError as error:
        raise InputError(
            str(error.name), "not installed; the encoder is trained with the extra demarche[train]"
        ) from error
    steps = options.max_steps or _ENCODER_STEPS
    plan = fit.Plan(steps=steps, decay=min(steps, _ENCODER_DECAY))
    settings = program.EncoderSettings(work=options.work, output=options.output, plan=plan, threads=options.jobs)
    scores: Scores = program.run_encoder(corpora, settings)
    return scores


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kg.nlp.training", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder that holds ewt, gum, gmb, wikigold ...")
    parser.add_argument("--output", type=Path, required=True, help="the pipeline's folder; replaced")
    parser.add_argument(
        "--architecture",
        choices=["encoder", "convolutional"],
        default="encoder",
        help="the transformer that ships, or the small convolutional pipeline",
    )
    parser.add_argument("--work", type=Path, default=Path(".training"), help="for converted corpora and checkpoints")
    parser.add_argument("--max-steps", type=int, default=None, help="cap on the steps of each part (for a trial)")
    parser.add_argument(
        "--device", type=int, default=-1, help="convolutional only; -1: processor; 0, 1 ...: CUDA device"
    )
    parser.add_argument(
        "--jobs",
        type=int,
        default=1,
        help="cores: of the encoder; convolutional: 2 trains trees and names side by side",
    )
    parser.add_argument("--evaluate-only", action="store_true", help="measure the pipeline at --output")
    return parser


if __name__ == "__main__":
    sys.exit(main())
