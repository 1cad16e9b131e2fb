// Today's kernel of an op, for those of its shapes that give 1.15.5's bits anyway.

#ifndef TF1_GRAPHS_TODAY_H_
#define TF1_GRAPHS_TODAY_H_

#include <memory>
#include <vector>

#include "kernel.h"

namespace tf1 {

// Today's kernel for a node.
class Today {
 public:
  Today(OpKernelConstruction* context, tensorflow::NodeDef node) {
    node.mutable_attr()->erase("_kernel");
    auto* device = context->device();
    absl::Status status;
    kernel_ = tensorflow::CreateOpKernel(tensorflow::DeviceType(tensorflow::DEVICE_CPU), device,
                                         device->GetAllocator(tensorflow::AllocatorAttributes()),
                                         node, context->graph_def_version(), &status);
    OP_REQUIRES_OK(context, status);
  }

  void Compute(OpKernelContext* context) { kernel_->Compute(context); }

  // Of other inputs than those of the node that is executed, whose own output is left to the caller.
  absl::Status Compute(OpKernelContext* context, std::vector<Tensor> inputs, Tensor* output) {
    std::vector<tensorflow::TensorValue> values;
    for (Tensor& input : inputs) values.emplace_back(&input);
    const tensorflow::AllocatorAttributes attributes;
    OpKernelContext::Params params;
    params.device = static_cast<tensorflow::DeviceBase*>(context->device());
    params.op_kernel = kernel_.get();
    params.inputs = values;
    params.output_attr_array = &attributes;
    OpKernelContext of_today(&params, 1);
    kernel_->Compute(&of_today);
    TF_RETURN_IF_ERROR(of_today.status());
    const tensorflow::TensorValue value = of_today.release_output(0);
    *output = *value.tensor;
    delete value.tensor;
    return absl::OkStatus();
  }

 private:
  std::unique_ptr<OpKernel> kernel_;
};

class OrToday : public OpKernel {
 public:
  explicit OrToday(OpKernelConstruction* context)
      : OpKernel(context), today_(context, context->def()) {}

 protected:
  void ComputeAsToday(OpKernelContext* context) { today_.Compute(context); }
  absl::Status ComputeAsToday(OpKernelContext* context, std::vector<Tensor> inputs,
                              Tensor* output) {
    return today_.Compute(context, std::move(inputs), output);
  }

 private:
  Today today_;
};

}  // namespace tf1

#endif  // TF1_GRAPHS_TODAY_H_
