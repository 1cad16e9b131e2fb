// The whole library as one translation unit: TensorFlow's headers take most of the compiler's time.

#include "binary.cc"
#include "elementwise.cc"
#include "optimizer.cc"
#include "processor.cc"
#include "random.cc"
#include "reductions.cc"
#include "softmax.cc"
#include "training.cc"
