// Today's kernel of an op, for those of its shapes that give 1.15.5's bits anyway.

#ifndef TF1_GRAPHS_TODAY_H_
#define TF1_GRAPHS_TODAY_H_

#include <memory>

#include "kernel.h"

namespace tf1 {

class OrToday : public OpKernel {
 public:
  explicit OrToday(OpKernelConstruction* context) : OpKernel(context) {
    auto node = context->def();
    node.mutable_attr()->erase("_kernel");
    auto* device = context->device();
    absl::Status status;
    today_ = tensorflow::CreateOpKernel(tensorflow::DeviceType(tensorflow::DEVICE_CPU), device,
                                        device->GetAllocator(tensorflow::AllocatorAttributes()),
                                        node, context->graph_def_version(), &status);
    OP_REQUIRES_OK(context, status);
  }

 protected:
  void ComputeAsToday(OpKernelContext* context) { today_->Compute(context); }

 private:
  std::unique_ptr<OpKernel> today_;
};

}  // namespace tf1

#endif  // TF1_GRAPHS_TODAY_H_
