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

// How many of `count` items 1.15.5 gave a thread at once where nothing said at which multiples to cut:
// all of them for one thread; else at most a quarter of a thread's share, or 40,000 cycles' worth;
// more, up to twice that, where the last round of parts then leaves no thread idle.
inline int64_t PartSize(int64_t count, double cycles, int threads) {
  const double wanted = (count * cycles - 100000) / 100000 + 0.9;
  if (threads == 1 || wanted < 2) return count;
  const auto parts_of = [count](int64_t size) { return (count + size - 1) / size; };
  const auto busy = [threads](int64_t parts) {
    return static_cast<double>(parts) / ((parts + threads - 1) / threads * threads);
  };
  int64_t size = std::max(parts_of(4 * threads), static_cast<int64_t>(40000 / cycles));
  size = std::min(count, size);
  const int64_t most = std::min(count, 2 * size);
  double best = busy(parts_of(size));
  for (int64_t parts = parts_of(size); best < 1 && parts > 1;) {
    const int64_t larger = parts_of(parts - 1);
    if (larger > most) break;
    parts = parts_of(larger);
    if (busy(parts) + 0.01 >= best) {
      size = larger;
      best = std::max(best, busy(parts));
    }
  }
  return size;
}

// The same loop over the lanes of [0, count), then over the rest.
template <class T, class F>
void Elements(OpKernelContext* context, int64_t count, double cycles, F f) {
  InParallel(context, count, cycles, 4 * kLanes<T>,
             [&f](int64_t begin, int64_t end) { ForEach<T>(begin, end, f); });
}

}  // namespace tf1

#endif  // TF1_GRAPHS_KERNEL_H_
