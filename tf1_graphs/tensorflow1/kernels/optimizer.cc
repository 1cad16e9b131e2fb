// Passes over the graph of a session before it is executed, named in the session's options.
//
// `tf1_graphs_kernels`, the first, asks for the kernels here, by the attribute `_kernel`, at each node
// that has one. It also has `datasets.cc` shuffle the data sets that are repeated.
// `tf1_graphs_reciprocals` makes a division by constants a multiplication by their reciprocals before
// TensorFlow's own pass does it: that one takes the reciprocals by today's kernel.
// `tf1_graphs_arithmetic` is TensorFlow's own simplification of arithmetic, with the step of
// hoisting.h, less one step, and then the first again: that step makes one op of a chain such as
// exp(-|x|), which would compute with today's functions; and where others change a node's op, its
// kernel changes with it.
// `tf1_graphs_remap` stands for the pass that made one op of a product, its bias and an ELU: it
// leaves the ops, and has the product and the ELU computed as they were there.
// `tf1_graphs_as_built` undoes what all have changed in a graph that 1.15.5 did not optimize; the
// kernels are still asked for. `tf1_graphs_in_order`, the last, is for sessions that execute their
// ops in the thread that calls.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tensorflow/core/graph/tensor_id.h"
#include "tensorflow/core/grappler/grappler_item.h"
#include "tensorflow/core/grappler/optimizers/arithmetic_optimizer.h"
#include "tensorflow/core/grappler/optimizers/custom_graph_optimizer.h"
#include "tensorflow/core/grappler/optimizers/custom_graph_optimizer_registry.h"

#include "hoisting.h"
#include "labels.h"
#include "shuffling.h"

namespace tf1 {
namespace {

using tensorflow::grappler::Cluster;
using tensorflow::grappler::GrapplerItem;

// TensorFlow leaves a smaller graph as it is.
constexpr int kLeastNodes = 4;

class Pass : public tensorflow::grappler::CustomGraphOptimizer {
 public:
  absl::Status Init(const tensorflow::RewriterConfig_CustomGraphOptimizer*) override {
    return absl::OkStatus();
  }
  bool UsesFunctionLibrary() const override { return true; }
};

// Whether 1.15.5 executed a graph as it was built: it passed none through its optimizers that had
// fewer nodes, or of which a tensor was fed whose shape no attribute told, or not a first output.
bool IsLeftAsBuilt(const GrapplerItem& item) {
  if (item.graph.node_size() < kLeastNodes) return true;
  static const std::set<std::string> kWithShape = {
      "_Arg", "AccumulateNV2", "Const", "ImmutableConst", "ParallelConcat", "Placeholder",
      "PlaceholderV2", "PlaceholderWithDefault", "TemporaryVariable", "Variable", "VariableV2"};
  std::set<std::string> fed;
  for (const auto& feed : item.feed) {
    const tensorflow::TensorId id = tensorflow::ParseTensorName(feed.first);
    if (id.index() != 0) return true;
    fed.emplace(id.node());
  }
  for (const NodeDef& node : item.graph.node()) {
    if (fed.count(node.name()) != 0 && kWithShape.count(node.op()) == 0) return true;
  }
  return false;
}

// The graph that is being optimized in this thread, if 1.15.5 executed it as it was built.
thread_local std::optional<GraphDef> as_built;

class KernelsPass : public Pass {
 public:
  std::string name() const override { return "tf1_graphs_kernels"; }
  absl::Status Optimize(Cluster*, const GrapplerItem& item, GraphDef* graph) override {
    *graph = item.graph;
    LabelAll(graph);
    ShuffleAndRepeatAll(graph);
    as_built.reset();
    if (IsLeftAsBuilt(item)) as_built = *graph;
    return absl::OkStatus();
  }
};

class AsBuiltPass : public Pass {
 public:
  std::string name() const override { return "tf1_graphs_as_built"; }
  absl::Status Optimize(Cluster*, const GrapplerItem& item, GraphDef* graph) override {
    *graph = as_built ? *as_built : item.graph;
    as_built.reset();
    return absl::OkStatus();
  }
};

class ReciprocalsPass : public Pass {
 public:
  std::string name() const override { return "tf1_graphs_reciprocals"; }
  absl::Status Optimize(Cluster*, const GrapplerItem& item, GraphDef* graph) override {
    *graph = item.graph;
    MultiplyByReciprocals(graph);
    LabelAll(graph);
    return absl::OkStatus();
  }

 private:
  // A single number's reciprocal is the same with either kernel, and left to TensorFlow's pass.
  static void MultiplyByReciprocals(GraphDef* graph) {
    const std::set<std::string> constant = Constants(*graph);
    std::vector<NodeDef> added;
    for (NodeDef& node : *graph->mutable_node()) {
      const auto type = node.attr().find("T");
      const bool division = node.op() == "RealDiv" || node.op() == "Div";
      if (!division || node.input_size() < 2 || constant.count(node.input(0)) != 0 ||
          constant.count(node.input(1)) == 0 || type == node.attr().end() ||
          (type->second.type() != tensorflow::DT_FLOAT &&
           type->second.type() != tensorflow::DT_DOUBLE)) {
        continue;
      }
      NodeDef reciprocal;
      reciprocal.set_name(node.name() + "/tf1_graphs_reciprocal");
      reciprocal.set_op("Reciprocal");
      reciprocal.set_device(node.device());
      reciprocal.add_input(node.input(1));
      (*reciprocal.mutable_attr())["T"] = type->second;
      node.set_op("Mul");
      node.set_input(1, reciprocal.name());
      added.push_back(reciprocal);
    }
    for (const NodeDef& node : added) *graph->add_node() = node;
  }

  // The names of nodes that are made of constants alone.
  static std::set<std::string> Constants(const GraphDef& graph) {
    static const std::set<std::string> kFolded = {
        "Identity", "Cast", "Reshape", "ExpandDims", "Squeeze", "Transpose", "Range", "Tile",
        "Add", "AddV2", "Sub", "Mul", "RealDiv", "Maximum", "Minimum", "Pow", "Sqrt", "Square",
        "Exp", "Log", "Neg", "Sum", "ConcatV2", "Pack", "Fill", "SegmentSum",
        "UnsortedSegmentSum", "Bincount", "StridedSlice", "LinSpace"};
    std::set<std::string> constant;
    for (bool grows = true; grows;) {
      grows = false;
      for (const NodeDef& node : graph.node()) {
        if (constant.count(node.name()) != 0) continue;
        bool all = node.op() == "Const" || (kFolded.count(node.op()) != 0 && node.input_size() > 0);
        for (const std::string& input : node.input()) {
          if (node.op() == "Const") break;
          all = all && constant.count(input) != 0;
        }
        if (all) grows = constant.insert(node.name()).second || grows;
      }
    }
    return constant;
  }
};

class ArithmeticPass : public Pass {
 public:
  std::string name() const override { return "tf1_graphs_arithmetic"; }
  absl::Status Optimize(Cluster* cluster, const GrapplerItem& item, GraphDef* graph) override {
    if (item.graph.node_size() < kLeastNodes) {
      *graph = item.graph;
      return absl::OkStatus();
    }
    GrapplerItem copy = item.WithGraph(GraphDef(item.graph));
    copy.optimization_options().allow_non_differentiable_rewrites = false;
    KeepUnhoisted(&copy);
    TF_RETURN_IF_ERROR(Hoisting(&copy, false).All());
    tensorflow::grappler::ArithmeticOptimizer arithmetic;
    TF_RETURN_IF_ERROR(arithmetic.Optimize(cluster, copy, graph));
    copy.graph.Swap(graph);
    TF_RETURN_IF_ERROR(Hoisting(&copy, true).All());
    copy.graph.Swap(graph);
    LabelAll(graph);
    return absl::OkStatus();
  }

 private:
  // Of these functions 1.15.5 did not make one before a split, or one after a concatenation.
  static void KeepUnhoisted(GrapplerItem* item) {
    static const std::set<std::string> kKept = {"Elu", "Tanh"};
    std::map<std::string, std::string> ops;
    for (const NodeDef& node : item->graph.node()) ops[node.name()] = node.op();
    for (const NodeDef& node : item->graph.node()) {
      if (node.op() == "ConcatV2" && kKept.count(ops[Source(node.input(0))]) != 0) {
        item->keep_ops.push_back(node.name());
      }
      if (kKept.count(node.op()) != 0) {
        const std::string source = Source(node.input(0));
        if (ops[source] == "Split" || ops[source] == "SplitV") item->keep_ops.push_back(source);
      }
    }
  }
};

class RemapPass : public Pass {
 public:
  std::string name() const override { return "tf1_graphs_remap"; }
  absl::Status Optimize(Cluster*, const GrapplerItem& item, GraphDef* graph) override {
    *graph = item.graph;
    if (graph->node_size() < kLeastNodes) return absl::OkStatus();
    std::map<std::string, NodeDef*> nodes;
    std::map<std::string, int> readers;
    std::set<std::string> controlled;
    for (NodeDef& node : *graph->mutable_node()) {
      nodes[node.name()] = &node;
      for (const std::string& input : node.input()) {
        if (input[0] == '^') {
          controlled.insert(node.name());
          controlled.insert(input.substr(1));
        } else {
          ++readers[input];
        }
      }
    }
    const auto kept = item.NodesToPreserve();
    const auto of = [](const NodeDef& node, tensorflow::DataType wanted) {
      const auto type = node.attr().find("T");
      return type != node.attr().end() && type->second.type() == wanted;
    };
    const auto of_channels_last = [](const NodeDef& node) {
      const auto format = node.attr().find("data_format");
      return format == node.attr().end() || format->second.s() == "NHWC";
    };
    // The node that an input comes from, if nothing else reads it and it can go.
    const auto source = [&](const NodeDef& node) -> NodeDef* {
      if (node.input_size() == 0) return nullptr;
      const auto found = nodes.find(node.input(0));
      const bool free = found != nodes.end() && readers[node.input(0)] == 1 &&
                        controlled.count(node.input(0)) == 0 && kept.count(node.input(0)) == 0;
      return free ? found->second : nullptr;
    };
    // A product and its bias were one op, whatever read them.
    for (NodeDef& node : *graph->mutable_node()) {
      if (node.op() != "BiasAdd" || controlled.count(node.name()) != 0) continue;
      NodeDef* product = source(node);
      if (product != nullptr && product->op() == "MatMul" && of(node, tensorflow::DT_FLOAT) &&
          product->attr().count("_kernel") != 0) {
        (*product->mutable_attr())["_kernel"].set_s("tf1_with_bias");
      }
    }
    for (NodeDef& node : *graph->mutable_node()) {
      if (node.op() != "Elu" || controlled.count(node.name()) != 0) continue;
      const NodeDef* bias = source(node);
      if (bias == nullptr || bias->op() != "BiasAdd" || !of_channels_last(*bias)) continue;
      const NodeDef* product = source(*bias);
      if (product == nullptr) continue;
      // Of doubles, only convolutions were fused.
      const bool fused = product->op() == "MatMul"
                             ? of(node, tensorflow::DT_FLOAT)
                             : product->op() == "Conv2D" && of_channels_last(*product) &&
                                   (of(node, tensorflow::DT_FLOAT) ||
                                    of(node, tensorflow::DT_DOUBLE));
      if (fused) {
        (*node.mutable_attr())["_kernel"].set_s("tf1_rows");
      }
    }
    return absl::OkStatus();
  }
};

// A thread of the iterator's own would otherwise go on with the ops behind it, beside the caller's.
class InOrderPass : public Pass {
 public:
  std::string name() const override { return "tf1_graphs_in_order"; }
  absl::Status Optimize(Cluster*, const GrapplerItem& item, GraphDef* graph) override {
    *graph = item.graph;
    for (NodeDef& node : *graph->mutable_node()) {
      if (node.op() == "IteratorGetNext") node.set_op("IteratorGetNextSync");
    }
    return absl::OkStatus();
  }
};

REGISTER_GRAPH_OPTIMIZER_AS(KernelsPass, "tf1_graphs_kernels");
REGISTER_GRAPH_OPTIMIZER_AS(ReciprocalsPass, "tf1_graphs_reciprocals");
REGISTER_GRAPH_OPTIMIZER_AS(ArithmeticPass, "tf1_graphs_arithmetic");
REGISTER_GRAPH_OPTIMIZER_AS(RemapPass, "tf1_graphs_remap");
REGISTER_GRAPH_OPTIMIZER_AS(AsBuiltPass, "tf1_graphs_as_built");
REGISTER_GRAPH_OPTIMIZER_AS(InOrderPass, "tf1_graphs_in_order");

}  // namespace
}  // namespace tf1
