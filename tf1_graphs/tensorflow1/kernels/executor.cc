// Executes a graph in the thread that calls, its ops one after the other in an order known beforehand.
//
// TensorFlow's own executor finds at each step anew which op comes next: it counts for each what it
// still waits for, and keeps a queue. Where the thread that calls executes everything and nothing is
// branched or repeated, that order is the same at every step. Here it is found once, by that
// executor's rule, so that ops which no edge orders (a variable read while another op changes it) come
// in its order, and in the same one in every process; a step is then a loop over it. Kernels, errors
// and buffers are as there, and denormal numbers are 0, as in the threads that it executes ops in.
//
// The session's option is `executor_type: "tf1_graphs_in_order"`. What it is not made for is left to
// TensorFlow's own: control flow, kernels that finish later, transfers, devices that are no processor,
// sessions with threads, steps that are traced.

#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <vector>

#include "tensorflow/core/common_runtime/executor.h"
#include "tensorflow/core/common_runtime/executor_factory.h"
#include "tensorflow/core/common_runtime/immutable_executor_state.h"
#include "tensorflow/core/framework/node_def_util.h"
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/graph/graph.h"
#include "tensorflow/core/util/tensor_slice_reader_cache.h"
#include "tsl/platform/denormal.h"

namespace tf1 {
namespace {

using tensorflow::Edge;
using tensorflow::EdgeInfo;
using tensorflow::Executor;
using tensorflow::Graph;
using tensorflow::ImmutableExecutorState;
using tensorflow::LocalExecutorParams;
using tensorflow::Node;
using tensorflow::NodeItem;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorValue;

// An op in its place.
struct Step {
  const NodeItem* item;
  std::vector<int> references;  // the inputs that are handed to it as references to variables
};

// Of larger graphs a copy would be kept for steps that are traced, and there is less to gain.
constexpr int kMostNodes = 5000;

class InOrder : public Executor {
 public:
  explicit InOrder(const LocalExecutorParams& params) : params_(params) {}

  ~InOrder() override { delete spare_.load(); }

  absl::Status Initialize(const Graph& graph) {
    if (graph.num_nodes() <= kMostNodes &&
        params_.device->device_type() == tensorflow::DEVICE_CPU) {
      TF_RETURN_IF_ERROR(Plan(graph));
    }
    if (graph_ != nullptr) return absl::OkStatus();
    order_.clear();
    state_.reset();
    Executor* made;
    TF_RETURN_IF_ERROR(tensorflow::NewLocalExecutor(params_, graph, &made));
    other_.reset(made);
    return absl::OkStatus();
  }

  absl::Status Run(const Args& args) override {
    // As the threads do that TensorFlow has ops executed by.
    const tsl::port::ScopedFlushDenormal denormal_numbers_are_zero;
    if (IsLeftToOther(args)) {
      Executor* other;
      TF_RETURN_IF_ERROR(Other(&other));
      return other->Run(args);
    }
    std::unique_ptr<Slots> slots(spare_.exchange(nullptr));
    if (slots == nullptr) slots = NewSlots();
    absl::Status status = Execute(args, slots.get());
    if (!status.ok()) return status;  // what is left in the slots goes with them
    delete spare_.exchange(slots.release());
    return args.sync_on_finish ? params_.device->Sync() : status;
  }

 private:
  // What a step keeps of each op's inputs, by the number of the edge that it comes in by.
  struct Slots {
    std::vector<Tensor> held;         // values, and what a reference referred to
    std::vector<TensorValue> inputs;  // as kernels take them
  };

  void RunAsyncInternal(const Args& args, DoneCallback done) override {
    if (!IsLeftToOther(args)) return done(Run(args));
    const tsl::port::ScopedFlushDenormal denormal_numbers_are_zero;
    Executor* other;
    const absl::Status status = Other(&other);
    if (!status.ok()) return done(status);
    other->RunAsync(args, std::move(done));
  }

  bool IsLeftToOther(const Args& args) const {
    return graph_ == nullptr || !args.run_all_kernels_inline || args.stats_collector != nullptr ||
           args.user_intra_op_threadpool != nullptr;
  }

  // Makes the kernels and finds the order; the graph is kept if it can be executed here.
  absl::Status Plan(const Graph& graph) {
    state_ = std::make_unique<ImmutableExecutorState>(params_);
    TF_RETURN_IF_ERROR(state_->Initialize(graph));
    if (state_->requires_control_flow_support()) return absl::OkStatus();
    FindOrder(graph);
    for (const Step& step : order_) {
      if (step.item->kernel_is_async || step.item->is_transfer_node) return absl::OkStatus();
    }
    input_attributes_.resize(state_->get_root_frame_info().total_inputs);
    for (const Step& step : order_) {
      for (const EdgeInfo& edge : step.item->output_edges()) {
        input_attributes_[edge.input_slot] = step.item->output_attrs()[edge.output_slot];
      }
    }
    FindReferences(graph);
    graph_ = std::make_unique<Graph>(graph.op_registry());
    graph_->Copy(graph);
    return absl::OkStatus();
  }

  // The rule: what becomes ready waits in line, first what reads an op's outputs, then what only
  // comes after it; everything that one root sets off comes before the next root.
  void FindOrder(const Graph& graph) {
    std::vector<std::atomic<int32_t>> pending(state_->graph_view().num_nodes());
    state_->copy_pending_counts(pending.data());
    for (const NodeItem* root : state_->root_nodes()) {
      std::deque<const NodeItem*> ready = {root};
      for (; !ready.empty(); ready.pop_front()) {
        order_.push_back({ready.front(), {}});
        for (const Edge* edge : EdgesOf(graph.FindNodeId(ready.front()->node_id))) {
          const int next = edge->dst()->id();
          if (!edge->dst()->IsSink() && --pending[next] == 0) {
            ready.push_back(state_->graph_view().node(next));
          }
        }
      }
    }
  }

  // The edges to what reads a node's outputs, then the others. More than eight TensorFlow keeps in a
  // set of pointers, whose order is another one in each process; here they are in the order in which
  // they were made.
  static std::vector<const Edge*> EdgesOf(const Node* node) {
    std::vector<const Edge*> edges(node->out_edges().begin(), node->out_edges().end());
    if (edges.size() > 8) {
      std::sort(edges.begin(), edges.end(),
                [](const Edge* one, const Edge* other) { return one->id() < other->id(); });
    }
    std::stable_partition(edges.begin(), edges.end(),
                          [](const Edge* edge) { return !edge->IsControlEdge(); });
    return edges;
  }

  void FindReferences(const Graph& graph) {
    for (Step& step : order_) {
      for (const Edge* edge : graph.FindNodeId(step.item->node_id)->in_edges()) {
        if (!edge->IsControlEdge() &&
            tensorflow::IsRefType(edge->src()->output_type(edge->src_output()))) {
          step.references.push_back(edge->dst_input());
        }
      }
      std::sort(step.references.begin(), step.references.end());
    }
  }

  // TensorFlow's own executor of the same graph, made when it is first needed.
  absl::Status Other(Executor** other) {
    tensorflow::mutex_lock lock(mutex_);
    if (other_ == nullptr) {
      Executor* made;
      TF_RETURN_IF_ERROR(tensorflow::NewLocalExecutor(params_, *graph_, &made));
      other_.reset(made);
    }
    *other = other_.get();
    return absl::OkStatus();
  }

  // Constants stand in their readers' slots from the beginning.
  std::unique_ptr<Slots> NewSlots() const {
    auto slots = std::make_unique<Slots>();
    slots->held.resize(input_attributes_.size());
    slots->inputs.resize(input_attributes_.size());
    for (const Step& step : order_) {
      for (const EdgeInfo& edge : step.item->output_edges()) {
        const Tensor* constant = step.item->const_tensor;
        slots->inputs[edge.input_slot].tensor =
            constant != nullptr ? const_cast<Tensor*>(constant) : &slots->held[edge.input_slot];
      }
    }
    return slots;
  }

  absl::Status Execute(const Args& args, Slots* slots) {
    tensorflow::Device* device = params_.device;
    tensorflow::checkpoint::TensorSliceReaderCacheWrapper slice_reader_cache;
    Args::Runner runner = args.runner;
    OpKernelContext::Params params;
    params.step_id = args.step_id;
    params.start_time_usecs = args.start_time_usecs;
    params.deadline = args.deadline;
    params.device = device;
    params.rendezvous = args.rendezvous;
    params.collective_executor = args.collective_executor;
    params.session_config = args.session_config;
    params.session_state = args.session_state;
    params.session_handle = args.session_handle;
    params.session_metadata = params_.session_metadata;
    params.tensor_store = args.tensor_store;
    params.cancellation_manager = args.cancellation_manager;
    params.coordination_service_agent = args.coordination_service_agent;
    params.stack_trace = args.stack_trace;
    params.call_frame = args.call_frame;
    params.function_library = params_.function_library;
    params.resource_manager = device->resource_manager();
    params.step_container = args.step_container;
    params.slice_reader_cache = &slice_reader_cache;
    params.runner = &runner;
    params.run_all_kernels_inline = true;
    params.frame_iter = tensorflow::FrameAndIter(0, 0);

    absl::Status first_error;
    std::vector<bool> blocked;  // once an op has failed: what needs it, directly or not
    for (const Step& step : order_) {
      const NodeItem& item = *step.item;
      const bool can = first_error.ok() || !blocked[item.node_id];
      if (can && (item.is_noop || item.const_tensor != nullptr)) continue;
      if (can) {
        const absl::Status status = Compute(step, slots, &params);
        Release(item, slots);
        if (status.ok()) continue;
        if (first_error.ok()) {
          first_error = status;
          blocked.resize(state_->graph_view().num_nodes());
          Abort(args, &first_error);
        }
      }
      for (const EdgeInfo& edge : item.output_edges()) blocked[edge.dst_id] = true;
      for (const auto& edge : item.output_control_edges()) blocked[edge.dst_id] = true;
    }
    return first_error;
  }

  // As TensorFlow's executor does: the other ops of the step, and who waits for it, learn of it.
  static void Abort(const Args& args, absl::Status* error) {
    const bool derived = args.cancellation_manager != nullptr &&
                         args.cancellation_manager->IsCancelled() &&
                         (absl::IsCancelled(*error) || absl::IsAborted(*error));
    const absl::Status cause = *error;
    if (derived) *error = tensorflow::StatusGroup::MakeDerived(cause);
    if (args.rendezvous != nullptr) args.rendezvous->StartAbort(cause);
    if (args.cancellation_manager != nullptr) {
      args.cancellation_manager->StartCancelWithStatus(*error);
    } else if (args.collective_executor != nullptr) {
      args.collective_executor->StartAbort(cause);
    }
  }

  absl::Status Compute(const Step& step, Slots* slots, OpKernelContext::Params* params) {
    const NodeItem& item = *step.item;
    const size_t inputs = item.num_inputs;
    for (const int input : step.references) {
      TF_RETURN_IF_ERROR(TakeReference(item, input, slots));
    }
    params->op_kernel = item.kernel;
    params->output_attr_array = item.output_attrs();
    params->forward_from_array = item.forward_from();
    params->outputs_required_array = item.outputs_required.get();
    params->inputs = {slots->inputs.data() + item.input_start, inputs};
    params->input_alloc_attrs = {input_attributes_.data() + item.input_start, inputs};
    OpKernelContext context(params, item.num_outputs);
    params_.device->Compute(item.kernel, &context);
    if (!context.status().ok()) {
      return tensorflow::AttachDef(context.status(), item.kernel->def());
    }
    return PassOn(item, &context, slots);
  }

  // Where an op takes a value, it gets what the reference refers to now.
  static absl::Status TakeReference(const NodeItem& item, int input, Slots* slots) {
    TensorValue& value = slots->inputs[item.input_start + input];
    tensorflow::tf_shared_lock lock(*value.mutex_if_ref);
    if (!value.tensor->IsInitialized() && !item.is_initialization_op) {
      return tensorflow::AttachDef(
          tensorflow::errors::FailedPrecondition("Attempting to use uninitialized value ",
                                                 item.kernel->requested_input(input)),
          item.kernel->def());
    }
    if (tensorflow::IsRefType(item.input_type(input))) return absl::OkStatus();
    Tensor& held = slots->held[item.input_start + input];
    held = *value.tensor;
    value = TensorValue(&held);
    if (held.dtype() == item.input_type(input)) return absl::OkStatus();
    return tensorflow::AttachDef(
        tensorflow::errors::InvalidArgument(
            input, "-th input expects type ", tensorflow::DataTypeString(item.input_type(input)),
            " but automatically dereferenced input tensor has type ",
            tensorflow::DataTypeString(held.dtype())),
        item.kernel->def());
  }

  // Hands an op's outputs to those that read them, the last of which gets the buffer for itself.
  static absl::Status PassOn(const NodeItem& item, OpKernelContext* context, Slots* slots) {
    absl::InlinedVector<TensorValue, 4> outputs(item.num_outputs);
    absl::Status status;
    for (int i = 0; i < item.num_outputs; ++i) {
      outputs[i] = context->release_output(i);
      const bool required = item.outputs_required == nullptr || item.outputs_required[i];
      if (outputs[i].tensor == nullptr ? required
                                       : outputs[i].dtype_safe() != item.output_type(i)) {
        status.Update(tensorflow::errors::Internal(
            outputs[i].tensor == nullptr ? "Missing " : "Wrong type of ", i, "-th output from ",
            tensorflow::FormatNodeDefForError(item.kernel->def())));
      }
    }
    if (status.ok()) {
      for (const EdgeInfo& edge : item.output_edges()) {
        const TensorValue& output = outputs[edge.output_slot];
        if (output.is_ref()) {
          slots->inputs[edge.input_slot] = output;
        } else if (edge.is_last) {
          slots->held[edge.input_slot] = std::move(*output.tensor);
        } else {
          slots->held[edge.input_slot] = *output.tensor;
        }
      }
    }
    for (const TensorValue& output : outputs) {
      if (!output.is_ref()) delete output.tensor;
    }
    return status;
  }

  static void Release(const NodeItem& item, Slots* slots) {
    for (int slot = item.input_start; slot < item.input_start + item.num_inputs; ++slot) {
      if (slots->inputs[slot].tensor == &slots->held[slot]) slots->held[slot] = Tensor();
    }
  }

  const LocalExecutorParams params_;
  std::unique_ptr<ImmutableExecutorState> state_;
  std::vector<Step> order_;
  std::vector<tensorflow::AllocatorAttributes> input_attributes_;
  std::atomic<Slots*> spare_ = nullptr;  // of the step before; two threads' steps have their own
  std::unique_ptr<Graph> graph_;
  tensorflow::mutex mutex_;
  std::unique_ptr<Executor> other_ TF_GUARDED_BY(mutex_);
};

class InOrderFactory : public tensorflow::ExecutorFactory {
 public:
  absl::Status NewExecutor(const LocalExecutorParams& params, const Graph& graph,
                           std::unique_ptr<Executor>* executor) override {
    auto made = std::make_unique<InOrder>(params);
    TF_RETURN_IF_ERROR(made->Initialize(graph));
    *executor = std::move(made);
    return absl::OkStatus();
  }
};

const bool registered = [] {
  tensorflow::ExecutorFactory::Register("tf1_graphs_in_order", new InOrderFactory());
  return true;
}();

}  // namespace
}  // namespace tf1
