// A shuffled data set that is repeated, in the order in which TensorFlow 1.15.5 gave its elements.
//
// 1.15.5 ran `shuffle(n).repeat()` as one data set: one stream of random numbers from the data set's
// own two seeds, and a buffer that the next epoch's elements enter while this one's are still drawn.
// Today each epoch begins with seeds of its own. `shuffling.h` puts this op in the place of the two.

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tensorflow/core/framework/common_shape_fns.h"
#include "tensorflow/core/framework/dataset.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/lib/random/philox_random.h"
#include "tensorflow/core/lib/random/random.h"
#include "tensorflow/core/lib/random/random_distributions.h"

#include "shuffling.h"

namespace tf1 {
namespace {

using tensorflow::Tensor;
using tensorflow::data::DatasetBase;
using tensorflow::data::DatasetContext;
using tensorflow::data::DatasetIterator;
using tensorflow::data::IteratorBase;
using tensorflow::data::IteratorContext;
using tensorflow::data::SerializationContext;

struct Settings {
  int64_t buffer_size, seed, seed2, count;
};

class ShuffledAndRepeated : public DatasetBase {
 public:
  ShuffledAndRepeated(tensorflow::OpKernelContext* ctx, const DatasetBase* input, Settings settings)
      : DatasetBase(DatasetContext(ctx)), input_(input), settings_(settings) {
    input_->Ref();
  }
  ~ShuffledAndRepeated() override { input_->Unref(); }

  const tensorflow::DataTypeVector& output_dtypes() const override {
    return input_->output_dtypes();
  }
  const std::vector<tensorflow::PartialTensorShape>& output_shapes() const override {
    return input_->output_shapes();
  }
  std::string DebugString() const override { return kShuffledAndRepeated; }
  absl::Status InputDatasets(std::vector<const DatasetBase*>* inputs) const override {
    inputs->push_back(input_);
    return absl::OkStatus();
  }
  absl::Status CheckExternalState() const override { return input_->CheckExternalState(); }

  std::unique_ptr<IteratorBase> MakeIteratorInternal(const std::string& prefix) const override {
    return std::make_unique<Iterator>(Iterator::Params{this, prefix + "::ShuffleAndRepeat"});
  }

 protected:
  absl::Status AsGraphDefInternal(SerializationContext* ctx, DatasetGraphDefBuilder* builder,
                                  tensorflow::Node** output) const override {
    std::vector<tensorflow::Node*> inputs(5);
    TF_RETURN_IF_ERROR(builder->AddInputDataset(ctx, input_, &inputs[0]));
    const int64_t values[] = {settings_.buffer_size, settings_.seed, settings_.seed2,
                              settings_.count};
    for (int i = 0; i < 4; ++i) TF_RETURN_IF_ERROR(builder->AddScalar(values[i], &inputs[i + 1]));
    return builder->AddDataset(this, inputs, output);
  }

 private:
  class Iterator : public DatasetIterator<ShuffledAndRepeated> {
   public:
    explicit Iterator(const Params& params)
        : DatasetIterator<ShuffledAndRepeated>(params),
          philox_(dataset()->settings_.seed, dataset()->settings_.seed2),
          random_(&philox_),
          buffer_(dataset()->settings_.buffer_size),
          epochs_({{0, 0}}) {}

    absl::Status Initialize(IteratorContext* ctx) override { return OpenInput(ctx); }

    absl::Status GetNextInternal(IteratorContext* ctx, std::vector<Tensor>* element,
                                 bool* end_of_sequence) override {
      tensorflow::mutex_lock lock(mutex_);
      TF_RETURN_IF_ERROR(Fill(ctx));
      *end_of_sequence = filled_ == 0;
      if (*end_of_sequence) return absl::OkStatus();
      while (epochs_.front().begin == epochs_.front().end) epochs_.pop_front();
      Epoch& epoch = epochs_.front();
      auto& drawn = At(epoch.begin + random_() % (epoch.end - epoch.begin));
      *element = std::move(drawn);
      std::swap(drawn, At(epoch.begin++));
      --filled_;
      return absl::OkStatus();
    }

   protected:
    absl::Status SaveInternal(SerializationContext*,
                              tensorflow::data::IteratorStateWriter*) override {
      return absl::UnimplementedError("a shuffled and repeated data set cannot be saved");
    }
    absl::Status RestoreInternal(IteratorContext*,
                                 tensorflow::data::IteratorStateReader*) override {
      return absl::UnimplementedError("a shuffled and repeated data set cannot be restored");
    }

   private:
    // Places in the endless row of elements of which the buffer holds a part.
    struct Epoch {
      int64_t begin, end;
    };

    std::vector<Tensor>& At(int64_t place) { return buffer_[place % buffer_.size()]; }

    absl::Status OpenInput(IteratorContext* ctx) {
      return dataset()->input_->MakeIterator(ctx, this, prefix(), &input_);
    }

    absl::Status Fill(IteratorContext* ctx) {
      const int64_t count = dataset()->settings_.count;
      while (input_ != nullptr && filled_ < static_cast<int64_t>(buffer_.size())) {
        std::vector<Tensor> element;
        bool ended = true;
        while (count == -1 || finished_ < count) {
          TF_RETURN_IF_ERROR(input_->GetNext(ctx, &element, &ended));
          if (!ended) break;
          if (!any_) break;  // an empty data set repeats for ever
          ++finished_;
          epochs_.push_back({epochs_.back().end, epochs_.back().end});
          TF_RETURN_IF_ERROR(OpenInput(ctx));
        }
        if (ended) {
          input_.reset();
        } else {
          any_ = true;
          At(epochs_.back().end++) = std::move(element);
          ++filled_;
        }
      }
      return absl::OkStatus();
    }

    tensorflow::mutex mutex_;
    tensorflow::random::PhiloxRandom philox_;
    tensorflow::random::SingleSampleAdapter<tensorflow::random::PhiloxRandom> random_;
    std::vector<std::vector<Tensor>> buffer_;
    std::deque<Epoch> epochs_;
    std::unique_ptr<IteratorBase> input_;
    int64_t filled_ = 0, finished_ = 0;
    bool any_ = false;
  };

  const DatasetBase* const input_;
  const Settings settings_;
};

class ShuffledAndRepeatedOp : public tensorflow::data::UnaryDatasetOpKernel {
 public:
  using UnaryDatasetOpKernel::UnaryDatasetOpKernel;

 protected:
  void MakeDataset(tensorflow::OpKernelContext* ctx, DatasetBase* input,
                   DatasetBase** output) override {
    Settings settings;
    const auto read = [ctx](const char* name, int64_t* value) {
      return tensorflow::data::ParseScalarArgument<int64_t>(ctx, name, value);
    };
    OP_REQUIRES_OK(ctx, read("buffer_size", &settings.buffer_size));
    OP_REQUIRES(ctx, settings.buffer_size > 0,
                absl::InvalidArgumentError("buffer_size must be greater than zero."));
    OP_REQUIRES_OK(ctx, read("seed", &settings.seed));
    OP_REQUIRES_OK(ctx, read("seed2", &settings.seed2));
    OP_REQUIRES_OK(ctx, read("count", &settings.count));
    if (settings.seed == 0 && settings.seed2 == 0) {  // as TensorFlow has it: no seed
      settings.seed = tensorflow::random::New64();
      settings.seed2 = tensorflow::random::New64();
    }
    *output = new ShuffledAndRepeated(ctx, input, settings);
  }
};

REGISTER_OP(kShuffledAndRepeated)
    .Input("input_dataset: variant")
    .Input("buffer_size: int64")
    .Input("seed: int64")
    .Input("seed2: int64")
    .Input("count: int64")
    .Output("handle: variant")
    .Attr("output_types: list(type) >= 1")
    .Attr("output_shapes: list(shape) >= 1")
    .SetIsStateful()
    .SetShapeFn(tensorflow::shape_inference::ScalarShape);

REGISTER_KERNEL_BUILDER(Name(kShuffledAndRepeated).Device(tensorflow::DEVICE_CPU),
                        ShuffledAndRepeatedOp);

}  // namespace
}  // namespace tf1
