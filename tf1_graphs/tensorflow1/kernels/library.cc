// The whole library as one translation unit: TensorFlow's headers take most of the compiler's time.

#include "batch_norm.cc"
#include "binary.cc"
#include "elementwise.cc"
#include "optimizer.cc"
#include "processor.cc"
#include "products.cc"
#include "reductions.cc"
#include "response.cc"
#include "softmax.cc"
#include "special.cc"
#include "training.cc"
