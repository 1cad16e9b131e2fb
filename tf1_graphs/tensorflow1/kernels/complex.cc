// Functions of complex numbers, one by one as the C library has them: exp (in which cosine transforms are
// scaled), log, sqrt.

#include <complex>

#include "kernel.h"

namespace tf1 {
namespace {

template <class C, C (*function)(const C&)>
class OfComplex : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    Tensor* y = nullptr;
    OP_REQUIRES_OK(context, context->forward_input_or_allocate_output({0}, 0, x.shape(), &y));
    const C* from = x.flat<C>().data();
    C* to = y->flat<C>().data();
    InParallel(context, x.NumElements(), 100, 1, [=](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) to[i] = function(from[i]);
    });
  }
};

#define TF1_COMPLEX(op, function, C) \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, C), OfComplex<C, function>);
#define TF1_BOTH(op, function)                       \
  TF1_COMPLEX(op, function, std::complex<float>)     \
  TF1_COMPLEX(op, function, std::complex<double>)
TF1_BOTH("Exp", std::exp)
TF1_BOTH("Log", std::log)
TF1_BOTH("Sqrt", std::sqrt)
#undef TF1_BOTH
#undef TF1_COMPLEX

}  // namespace
}  // namespace tf1
