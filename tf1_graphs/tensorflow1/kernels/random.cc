// Random ops whose position can be read and set: TensorFlow's own streams, and how far each is.
//
// A kernel of TensorFlow's keeps its position to itself, so that a new session begins every stream
// again. These draw the same numbers by TensorFlow's own code (`random_op_cpu.h`), and are listed
// by session and node. A kernel made for a session and node of which something is expected begins
// there.

#include <list>
#include <map>
#include <mutex>
#include <random>
#include <sstream>
#include <string>

#include "kernel.h"
#include "tensorflow/core/framework/tensor_util.h"
#include "tensorflow/core/kernels/random_op_cpu.h"
#include "tensorflow/core/lib/random/random_distributions.h"
#include "tensorflow/core/util/guarded_philox_random.h"

namespace tf1 {
namespace {

struct Stream {
  int64_t session;
  std::string node;
  int64_t seed, seed2, position;
  bool is_moved;  // whether the position was set
};

std::mutex mutex;
int64_t session = -1;  // the one that runs
uint64_t entropy = 0;  // what ops without a seed are seeded from; 0 draws it for each
std::list<Stream*> streams;
std::map<std::pair<int64_t, std::string>, Stream> expected;

// A Philox stream that knows how far it is.
class Positioned {
 public:
  explicit Positioned(OpKernelConstruction* context) {
    OP_REQUIRES_OK(context, context->GetAttr("seed", &at_.seed));
    OP_REQUIRES_OK(context, context->GetAttr("seed2", &at_.seed2));
    if (at_.seed == 0 && at_.seed2 == 0) {
      std::random_device device;
      uint64_t drawn = (static_cast<uint64_t>(device()) << 32) | device();
      if (entropy != 0) {
        drawn = std::hash<std::string>()(std::to_string(entropy) + " " + std::to_string(session) +
                                         " " + context->def().name());
      }
      at_.seed = static_cast<int64_t>(drawn);
      at_.seed2 = static_cast<int64_t>(drawn >> 32);
    }
    at_.node = context->def().name();
    std::lock_guard<std::mutex> held(mutex);
    at_.session = session;
    const auto found = expected.find({session, at_.node});
    if (found != expected.end()) {
      at_.seed = found->second.seed;
      at_.seed2 = found->second.seed2;
      at_.position = found->second.position;
      expected.erase(found);
    }
    generator_.Init(at_.seed, at_.seed2);
    if (at_.position) generator_.ReserveSamples128(at_.position);
    streams.push_back(&at_);
  }
  ~Positioned() {
    std::lock_guard<std::mutex> held(mutex);
    streams.remove(&at_);
  }

  // Takes what `outputs` elements take of the stream.
  tensorflow::random::PhiloxRandom Reserve(int64_t outputs) {
    std::lock_guard<std::mutex> held(mutex);
    if (at_.is_moved) {
      generator_.~GuardedPhiloxRandom();
      new (&generator_) tensorflow::GuardedPhiloxRandom();
      generator_.Init(at_.seed, at_.seed2);
      generator_.ReserveSamples128(at_.position);
      at_.is_moved = false;
    }
    at_.position += outputs * 256;
    return generator_.ReserveRandomOutputs(outputs, 256);
  }

 private:
  Stream at_{};
  tensorflow::GuardedPhiloxRandom generator_;
};

template <class Distribution>
void Draw(OpKernelContext* context, Positioned* stream, Distribution distribution, Tensor* output) {
  using Device = Eigen::ThreadPoolDevice;
  const int64_t size = output->NumElements();
  tensorflow::functor::FillPhiloxRandom<Device, Distribution>()(
      context, context->eigen_device<Device>(), nullptr, nullptr, stream->Reserve(size),
      output->flat<typename Distribution::ResultElementType>().data(), size, distribution);
}

template <class Distribution>
class Drawn : public OpKernel {
 public:
  explicit Drawn(OpKernelConstruction* context) : OpKernel(context), stream_(context) {}
  void Compute(OpKernelContext* context) override {
    TensorShape shape;
    OP_REQUIRES_OK(context, tensorflow::tensor::MakeShape(context->input(0), &shape));
    Tensor* output;
    OP_REQUIRES_OK(context, context->allocate_output(0, shape, &output));
    Draw(context, &stream_, Distribution(), output);
  }

 private:
  Positioned stream_;
};

template <class Integer>
class DrawnIntegers : public OpKernel {
 public:
  explicit DrawnIntegers(OpKernelConstruction* context) : OpKernel(context), stream_(context) {}
  void Compute(OpKernelContext* context) override {
    TensorShape shape;
    OP_REQUIRES_OK(context, tensorflow::tensor::MakeShape(context->input(0), &shape));
    const Tensor &low = context->input(1), &high = context->input(2);
    OP_REQUIRES(context, low.dims() == 0 && high.dims() == 0,
                tensorflow::errors::InvalidArgument("minval and maxval must be 0-D"));
    Tensor* output;
    OP_REQUIRES_OK(context, context->allocate_output(0, shape, &output));
    if (output->NumElements() == 0) return;
    const Integer from = low.scalar<Integer>()(), to = high.scalar<Integer>()();
    OP_REQUIRES(context, from < to,
                tensorflow::errors::InvalidArgument("Need minval < maxval, got ", from, " >= ", to));
    using Distribution = tensorflow::random::UniformDistribution<
        tensorflow::random::PhiloxRandom, Integer>;
    Draw(context, &stream_, Distribution(from, to), output);
  }

 private:
  Positioned stream_;
};

using Philox = tensorflow::random::PhiloxRandom;
using Adapter = tensorflow::random::SingleSampleAdapter<Philox>;

#define DRAWN(op, Distribution, type)                     \
  REGISTER_KERNEL_BUILDER(Name(op)                        \
                              .Device(tensorflow::DEVICE_CPU)  \
                              .Label("tf1")               \
                              .HostMemory("shape")        \
                              .TypeConstraint<type>("dtype"), \
                          Drawn<Distribution>)
#define DRAWN_REAL(type)                                                                      \
  DRAWN("RandomUniform", tensorflow::random::UniformDistribution<Philox COMMA type>, type);   \
  DRAWN("RandomStandardNormal", tensorflow::random::NormalDistribution<Philox COMMA type>, type); \
  DRAWN("TruncatedNormal", tensorflow::random::TruncatedNormalDistribution<Adapter COMMA type>, type)
#define COMMA ,
DRAWN_REAL(float);
DRAWN_REAL(double);
REGISTER_KERNEL_BUILDER(Name("RandomUniformInt")
                            .Device(tensorflow::DEVICE_CPU)
                            .Label("tf1")
                            .HostMemory("shape")
                            .HostMemory("minval")
                            .HostMemory("maxval")
                            .TypeConstraint<int32_t>("Tout"),
                        DrawnIntegers<int32_t>);
REGISTER_KERNEL_BUILDER(Name("RandomUniformInt")
                            .Device(tensorflow::DEVICE_CPU)
                            .Label("tf1")
                            .HostMemory("shape")
                            .HostMemory("minval")
                            .HostMemory("maxval")
                            .TypeConstraint<int64_t>("Tout"),
                        DrawnIntegers<int64_t>);
#undef COMMA

}  // namespace
}  // namespace tf1

extern "C" {

// Says which session runs from now on; kernels that are made belong to it.
void tf1_graphs_random_session(int64_t ordinal) { tf1::session = ordinal; }

// Says what ops without a seed are seeded from, with their session and name.
void tf1_graphs_random_entropy(uint64_t value) { tf1::entropy = value; }

// Writes a line a stream, "session seed seed2 position node"; returns the bytes that takes.
int64_t tf1_graphs_random_positions(char* to, int64_t size) {
  std::lock_guard<std::mutex> held(tf1::mutex);
  std::ostringstream text;
  for (const tf1::Stream* at : tf1::streams) {
    text << at->session << ' ' << at->seed << ' ' << at->seed2 << ' ' << at->position << ' '
         << at->node << '\n';
  }
  const std::string lines = text.str();
  if (static_cast<int64_t>(lines.size()) <= size) lines.copy(to, lines.size());
  return lines.size();
}

// Has a stream begin, or go on, at a position.
void tf1_graphs_random_expect(int64_t session, const char* node, int64_t seed, int64_t seed2,
                              int64_t position) {
  std::lock_guard<std::mutex> held(tf1::mutex);
  for (tf1::Stream* at : tf1::streams) {
    if (at->session != session || at->node != node) continue;
    at->seed = seed;
    at->seed2 = seed2;
    at->position = position;
    at->is_moved = true;
    return;
  }
  tf1::expected[{session, node}] = {session, node, seed, seed2, position, false};
}
}
