// An op of two arguments, broadcast against each other, element by element: `Function::At(x, y)`, which
// may have forms for lanes (`kTakesLanes`); they are taken where nothing is broadcast but a single value.

#ifndef TF1_GRAPHS_BINARY_H_
#define TF1_GRAPHS_BINARY_H_

#include <vector>

#include "kernel.h"
#include "tensorflow/core/util/bcast.h"

namespace tf1 {

struct OneByOne {
  template <class T>
  static constexpr bool kTakesLanes = false;
};
// With `kByPlace`, `Function::At(x, y, in_vector)` learns whether its result would stand in whole lanes.
template <class T, class Function, bool kByPlace = false>
class Binary : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    const Tensor& y = context->input(1);
    const tensorflow::BCast shapes(tensorflow::BCast::FromShape(x.shape()),
                                   tensorflow::BCast::FromShape(y.shape()));
    OP_REQUIRES(context, shapes.IsValid(),
                tensorflow::errors::InvalidArgument("Incompatible shapes: ",
                                                    x.shape().DebugString(), " vs. ",
                                                    y.shape().DebugString()));
    Tensor* z = nullptr;
    OP_REQUIRES_OK(context,
                   context->forward_input_or_allocate_output(
                       {0, 1}, 0, tensorflow::BCast::ToShape(shapes.output_shape()), &z));
    const T* a = x.flat<T>().data();
    const T* b = y.flat<T>().data();
    T* to = z->flat<T>().data();
    const int64_t count = z->NumElements(), whole = count - count % kLanes<T>;
    const auto at = [=](int64_t i, const T& from, const T& by) {
      if constexpr (kByPlace) {
        return Function::At(from, by, i < whole);
      } else {
        return Function::At(from, by);
      }
    };
    if (x.shape() == y.shape() || x.NumElements() == 1 || y.NumElements() == 1) {
      const int64_t step_a = x.NumElements() == 1 ? 0 : 1, step_b = y.NumElements() == 1 ? 0 : 1;
      const auto one = [=](int64_t i) {
        to[i] = at(i, a[i * step_a], b[i * step_b]);
      };
      InParallel(context, count, 20, 4 * kLanes<T>, [=](int64_t begin, int64_t end) {
        if constexpr (Function::template kTakesLanes<T>) {
          ForEach<T>(begin, end, [=](auto v, int64_t i) {
            using V = decltype(v);
            if constexpr (sizeof(V) == sizeof(T)) {
              one(i);
            } else {
              Write(to + i, Function::At(step_a ? Read<V>(a + i) : Fill<V>(*a),
                                         step_b ? Read<V>(b + i) : Fill<V>(*b)));
            }
          });
        } else {
          for (int64_t i = begin; i < end; ++i) one(i);
        }
      });
      return;
    }
    // Axes that are broadcast alike are one in `result_shape`; a step of 0 repeats a value.
    const auto& sizes = shapes.result_shape();
    const int rank = static_cast<int>(sizes.size());
    std::vector<int64_t> steps_a(rank), steps_b(rank);
    int64_t step_a = 1, step_b = 1;
    for (int k = rank - 1; k >= 0; --k) {
      steps_a[k] = shapes.x_reshape()[k] == 1 ? 0 : step_a;
      steps_b[k] = shapes.y_reshape()[k] == 1 ? 0 : step_b;
      step_a *= shapes.x_reshape()[k];
      step_b *= shapes.y_reshape()[k];
    }
    InParallel(context, count, 25, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        int64_t rest = i, at_a = 0, at_b = 0;
        for (int k = rank - 1; k >= 0; --k) {
          at_a += rest % sizes[k] * steps_a[k];
          at_b += rest % sizes[k] * steps_b[k];
          rest /= sizes[k];
        }
        to[i] = at(i, a[at_a], b[at_b]);
      }
    });
  }
};

}  // namespace tf1

#endif  // TF1_GRAPHS_BINARY_H_
