"""Training of the English pipeline that ships with Demarche: corpora in, a spaCy pipeline with its card out.

Run ``python -m kg.nlp.training --help``. Nothing of this package is needed to load or use the pipeline.
"""
