"""Small graphs in the style of book code; each public function of a module here is one case.

A case takes `tf` and builds into the default graph, whose seed is 42. It returns what is to be run
(a tensor, an operation or a list of them), or None. The modules run on TensorFlow 1.15.5 too, which
recorded them, so they are written for Python 3.7.
"""
