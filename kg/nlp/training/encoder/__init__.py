"""Training of the encoder pipeline: one MiniLM encoder fine-tuned on trees and names together, written as ONNX.

Needs the extra ``train`` (torch, onnx, and the package that carries the encoder's weights).
"""
