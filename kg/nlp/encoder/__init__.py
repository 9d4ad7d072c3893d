"""A transformer encoder as a spaCy component: tags, features, lemmas, trees, sentences and names from one ONNX graph.

Nothing here needs torch; onnxruntime runs the graph. How the graph is trained: ``kg.nlp.training.encoder``.
"""
