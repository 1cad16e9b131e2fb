// Sums of products with a common factor, as TensorFlow 1.15.5's optimizer wrote them anew: x y + x z
// is x (y + z), and x/z + y/z is (x + y)/z. Today's does not.
//
// Sums of two are hoisted whatever their shapes, sums of more where it knew that all the other
// factors have one shape. A sum that is fetched stays, and what reads it takes the product. Names are
// 1.15.5's, since they decide in which order sums of more are added.

#ifndef TF1_GRAPHS_HOISTING_H_
#define TF1_GRAPHS_HOISTING_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tensorflow/core/framework/graph.pb.h"
#include "tensorflow/core/graph/tensor_id.h"
#include "tensorflow/core/grappler/costs/graph_properties.h"
#include "tensorflow/core/grappler/grappler_item.h"
#include "tensorflow/core/grappler/utils/symbolic_shapes.h"

namespace tf1 {

using tensorflow::GraphDef;
using tensorflow::NodeDef;
using tensorflow::grappler::GraphProperties;
using tensorflow::grappler::GrapplerItem;

class Hoisting {
 public:
  // `whole_trees`: also sums that are summands or have some, which the optimizer may still join.
  Hoisting(GrapplerItem* item, bool whole_trees)
      : item_(item), graph_(item->graph), shapes_(*item), whole_trees_(whole_trees) {
    for (NodeDef& node : *graph_.mutable_node()) {
      nodes_[node.name()] = &node;
      for (const std::string& input : node.input()) readers_[NameOf(input)].insert(&node);
    }
  }

  absl::Status All() {
    // Inferring the shapes takes longer than all else here, and few graphs have such a sum.
    bool any = false;
    for (const NodeDef& node : graph_.node()) {
      Products found;
      any = any || (IsSum(node) && Find(node, &found));
    }
    if (!any) return absl::OkStatus();
    TF_RETURN_IF_ERROR(shapes_.InferStatically(false, false, false, false));
    std::vector<NodeDef*> left;  // the last, which read the others, are looked at first
    for (NodeDef& node : *graph_.mutable_node()) left.push_back(&node);
    while (!left.empty()) {
      NodeDef* node = left.back();
      left.pop_back();
      Hoist(node, &left);
    }
    item_->graph.Swap(&graph_);
    return absl::OkStatus();
  }

 private:
  static std::string NameOf(const std::string& input) {
    return std::string(tensorflow::ParseTensorName(input).node());
  }
  static bool IsControl(const std::string& input) { return !input.empty() && input[0] == '^'; }
  static bool IsAdd(const NodeDef& node) { return node.op() == "Add" || node.op() == "AddV2"; }
  static bool IsSum(const NodeDef& node) { return IsAdd(node) || node.op() == "AddN"; }
  static bool IsDivision(const NodeDef& node) {
    return node.op() == "RealDiv" || node.op() == "Div" || node.op() == "FloorDiv";
  }

  static std::string NewName(const NodeDef& node, const char* what) {
    const size_t slash = node.name().rfind('/');
    const size_t scope = slash == std::string::npos ? 0 : slash + 1;
    return node.name().substr(0, scope) + "ArithmeticOptimizer/HoistCommonFactor_" + what + "_" +
           node.name().substr(scope);
  }

  NodeDef* Source(const std::string& input) const {
    const auto found = nodes_.find(NameOf(input));
    return found == nodes_.end() ? nullptr : found->second;
  }

  bool Shape(const std::string& input, tensorflow::TensorShapeProto* shape) const {
    const tensorflow::TensorId id = tensorflow::ParseTensorName(input);
    const std::string name(id.node());
    if (!shapes_.HasOutputProperties(name)) return false;
    const auto& outputs = shapes_.GetOutputProperties(name);
    if (id.index() < 0 || id.index() >= static_cast<int>(outputs.size())) return false;
    *shape = outputs[id.index()].shape();
    return true;
  }

  bool HaveOneShape(const std::vector<std::string>& inputs) const {
    tensorflow::TensorShapeProto first, other;
    for (const std::string& input : inputs) {
      if (!Shape(inputs[0], &first) || !Shape(input, &other) ||
          !tensorflow::grappler::ShapesSymbolicallyEqual(first, other)) {
        return false;
      }
    }
    return true;
  }

  bool IsInTree(const NodeDef& node) const {
    if (!HaveOneShape({node.name()})) return false;
    for (const std::string& input : node.input()) {
      const NodeDef* source = Source(input);
      if (source != nullptr && IsSum(*source)) return true;
    }
    const auto readers = readers_.find(node.name());
    if (readers == readers_.end() || readers->second.size() != 1) return false;
    const NodeDef& reader = **readers->second.begin();
    return IsSum(reader) && HaveOneShape({reader.name()});
  }

  struct Products {
    std::set<std::string> common;
    std::vector<std::string> other;     // of each product the factor, or the dividend, that is left
    std::vector<std::string> controls;  // what the products wait for
    bool divided = false;
  };

  // False unless all summands are products, or all quotients, that have one factor or divisor alike.
  bool Find(const NodeDef& sum, Products* found) const {
    std::vector<const NodeDef*> products;
    for (const std::string& input : sum.input()) {
      if (IsControl(input)) continue;
      const NodeDef* product = Source(input);
      if (product == nullptr || product->input_size() < 2) return false;
      if (product->op() != "Mul" && !IsDivision(*product)) return false;
      if (!products.empty() && product->op() != products[0]->op()) return false;
      products.push_back(product);
    }
    if (products.size() < 2) return false;
    found->divided = products[0]->op() != "Mul";
    for (const NodeDef* product : products) {
      std::set<std::string> factors = {product->input(1)};
      if (!found->divided) factors.insert(product->input(0));
      if (product == products[0]) found->common = factors;
      for (auto i = found->common.begin(); i != found->common.end();) {
        i = factors.count(*i) != 0 ? std::next(i) : found->common.erase(i);
      }
    }
    if (found->common.size() != 1) return false;
    for (const NodeDef* product : products) {
      const bool first = found->divided || product->input(0) != *found->common.begin();
      found->other.push_back(product->input(first ? 0 : 1));
      for (int i = 2; i < product->input_size(); ++i) found->controls.push_back(product->input(i));
    }
    return true;
  }

  void Hoist(NodeDef* node, std::vector<NodeDef*>* left) {
    Products found;
    if (!IsSum(*node) || !Find(*node, &found)) return;
    if (!IsAdd(*node) && !HaveOneShape(found.other)) return;
    if (!whole_trees_ && IsInTree(*node)) return;
    const std::string sum_name = NewName(*node, "Add");
    const std::string product_name = NewName(*node, found.divided ? "Div" : "Mul");
    if (nodes_.count(sum_name) != 0 || nodes_.count(product_name) != 0) return;
    NodeDef* sum = Add(*node, sum_name);
    for (size_t i = 0; i < found.other.size(); ++i) sum->set_input(i, found.other[i]);
    for (const std::string& control : found.controls) sum->add_input(control);
    NodeDef* product = Add(*Source(node->input(0)), product_name);
    product->set_device(node->device());
    product->set_input(found.divided ? 1 : 0, *found.common.begin());
    product->set_input(found.divided ? 0 : 1, sum_name);
    for (NodeDef* added : {sum, product}) {
      for (const std::string& input : added->input()) readers_[NameOf(input)].insert(added);
      left->push_back(added);
    }
    for (NodeDef* reader : std::set<NodeDef*>(readers_[node->name()])) {
      for (std::string& input : *reader->mutable_input()) {
        if (IsControl(input) || NameOf(input) != node->name()) continue;
        input = product_name;
        readers_[product_name].insert(reader);
        left->push_back(reader);
      }
    }
  }

  NodeDef* Add(const NodeDef& like, const std::string& name) {
    NodeDef copy = like;
    copy.set_name(name);
    NodeDef* added = graph_.add_node();
    *added = copy;
    return nodes_[name] = added;
  }

  GrapplerItem* item_;
  GraphDef graph_;
  GraphProperties shapes_;
  const bool whole_trees_;
  std::map<std::string, NodeDef*> nodes_;
  std::map<std::string, std::set<NodeDef*>> readers_;
};

}  // namespace tf1

#endif  // TF1_GRAPHS_HOISTING_H_
