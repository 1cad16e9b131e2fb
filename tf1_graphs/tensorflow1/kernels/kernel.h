// What all kernels share: their label, and work divided among TensorFlow's threads.

#ifndef TF1_GRAPHS_KERNEL_H_
#define TF1_GRAPHS_KERNEL_H_

#define EIGEN_USE_THREADS
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/framework/register_types.h"

#include "lanes.h"

// A kernel for an op that TensorFlow has, on the processor, for those nodes that ask for it with an
// attribute `_kernel` of this value: no other graph of the process sees it.
#define TF1_KERNEL(op, T) \
  Name(op).Device(tensorflow::DEVICE_CPU).Label("tf1").TypeConstraint<T>("T")

namespace tf1 {

using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;

// Calls `f(begin, end)` for parts of [0, count), on as many threads as pay off; `cycles` is what one
// item takes. Parts begin at multiples of `unit`.
template <class F>
void InParallel(OpKernelContext* context, int64_t count, double cycles, int64_t unit, F f) {
  const auto& device = context->eigen_device<Eigen::ThreadPoolDevice>();
  device.parallelFor(
      count, Eigen::TensorOpCost(0, 0, cycles),
      [unit](Eigen::Index size) { return (size + unit - 1) / unit * unit; },
      [&f](Eigen::Index begin, Eigen::Index end) { f(begin, end); });
}

// The same loop over the lanes of [0, count), then over the rest.
template <class T, class F>
void Elements(OpKernelContext* context, int64_t count, double cycles, F f) {
  InParallel(context, count, cycles, 4 * kLanes<T>,
             [&f](int64_t begin, int64_t end) { ForEach<T>(begin, end, f); });
}

}  // namespace tf1

#endif  // TF1_GRAPHS_KERNEL_H_
