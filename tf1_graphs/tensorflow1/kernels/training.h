// The variables of a training op, of either kind, locked and ready to be changed.

#ifndef TF1_GRAPHS_TRAINING_H_
#define TF1_GRAPHS_TRAINING_H_

#include <algorithm>
#include <vector>

#include "kernel.h"
#include "tensorflow/core/framework/resource_mgr.h"
#include "tensorflow/core/framework/resource_var.h"

namespace tf1 {

// The first `count` inputs of an op: reference variables, or resource variables. Holds their
// mutexes, taken in the order of their addresses, as long as it lives.
class Variables {
 public:
  // A resource variable's tensor that something else still reads is copied first; `sparse` says
  // that single rows are changed.
  absl::Status Open(OpKernelContext* context, int count, bool use_locking, bool sparse) {
    const bool resources = context->input_dtype(0) == tensorflow::DT_RESOURCE;
    std::vector<tensorflow::mutex*> mutexes;
    for (int i = 0; i < count; ++i) {
      if (resources) {
        held_.emplace_back();
        TF_RETURN_IF_ERROR(tensorflow::LookupResource(
            context, tensorflow::HandleFromInput(context, i), &held_.back()));
        mutexes.push_back(held_.back()->mu());
      } else if (use_locking) {
        mutexes.push_back(context->input_ref_mutex(i));
      }
    }
    std::sort(mutexes.begin(), mutexes.end());
    mutexes.erase(std::unique(mutexes.begin(), mutexes.end()), mutexes.end());
    for (auto* mutex : mutexes) locks_.push_back(std::make_unique<tsl::mutex_lock>(*mutex));
    for (int i = 0; i < count; ++i) {
      if (!resources) {
        tensors_.push_back(context->mutable_input(i, use_locking));
      } else {
        TF_RETURN_IF_ERROR(Own(context, held_[i].get(), sparse));
        tensors_.push_back(*held_[i]->tensor());
      }
      if (!tensors_.back().IsInitialized()) {
        return tensorflow::errors::FailedPrecondition(
            "Attempting to use uninitialized variables: ",
            context->op_kernel().requested_input(i));
      }
      if (tensors_.back().shape() != tensors_[0].shape()) {
        return tensorflow::errors::InvalidArgument(
            "the variable and its slots do not have the same shape: ",
            tensors_[0].shape().DebugString(), " ", tensors_.back().shape().DebugString());
      }
    }
    return absl::OkStatus();
  }

  const TensorShape& shape() const { return tensors_[0].shape(); }

  template <class T>
  std::vector<T*> Data() {
    std::vector<T*> data;
    for (Tensor& tensor : tensors_) data.push_back(tensor.flat<T>().data());
    return data;
  }

 private:
  static absl::Status Own(OpKernelContext* context, tensorflow::Var* variable, bool sparse) {
    Tensor* tensor = variable->tensor();
    if (sparse) {
      if (variable->copy_on_read_mode.load()) return absl::OkStatus();
      variable->copy_on_read_mode.store(true);
      if (tensor->RefCountIsOne()) return absl::OkStatus();
    } else if (tensor->RefCountIsOne() && !variable->copy_on_read_mode.load()) {
      return absl::OkStatus();
    }
    Tensor copy;
    TF_RETURN_IF_ERROR(context->allocate_temp(tensor->dtype(), tensor->shape(), &copy));
    std::memcpy(copy.data(), tensor->data(), tensor->TotalBytes());
    *tensor = copy;
    return absl::OkStatus();
  }

  std::vector<tensorflow::core::RefCountPtr<tensorflow::Var>> held_;
  std::vector<std::unique_ptr<tsl::mutex_lock>> locks_;
  std::vector<Tensor> tensors_;
};

}  // namespace tf1

#endif  // TF1_GRAPHS_TRAINING_H_
