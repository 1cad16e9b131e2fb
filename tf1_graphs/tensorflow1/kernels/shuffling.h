// Puts the op of `datasets.cc` in the place of a data set that is shuffled and then repeated.

#ifndef TF1_GRAPHS_SHUFFLING_H_
#define TF1_GRAPHS_SHUFFLING_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tensorflow/core/framework/graph.pb.h"

namespace tf1 {

using tensorflow::GraphDef;
using tensorflow::NodeDef;

constexpr char kShuffledAndRepeated[] = "TF1ShuffleAndRepeatDataset";

inline std::string Source(const std::string& input) { return input.substr(0, input.find(':')); }

// Have one op shuffle and repeat a data set, where a graph or a function has two and optimizes them.
template <class Nodes>
void ShuffleAndRepeat(Nodes* nodes) {
  std::map<std::string, const NodeDef*> by_name;
  std::vector<const NodeDef*> optimized;
  for (const NodeDef& node : *nodes) {
    by_name[node.name()] = &node;
    if (node.op() == "OptimizeDataset") optimized.push_back(&node);
  }
  std::set<std::string> before;
  while (!optimized.empty()) {
    const NodeDef* node = optimized.back();
    optimized.pop_back();
    for (const std::string& input : node->input()) {
      const auto found = by_name.find(Source(input));
      if (found != by_name.end() && before.insert(found->first).second) {
        optimized.push_back(found->second);
      }
    }
  }
  for (NodeDef& node : *nodes) {
    if (node.op() == "ShuffleAndRepeatDataset") {
      node.set_op(kShuffledAndRepeated);
      node.mutable_attr()->erase("metadata");
      node.mutable_attr()->erase("reshuffle_each_iteration");
      continue;
    }
    if (node.op() != "RepeatDataset" || before.count(node.name()) == 0) continue;
    const auto found = by_name.find(Source(node.input(0)));
    if (found == by_name.end() || found->second->op() != "ShuffleDataset") continue;
    const NodeDef& shuffled = *found->second;
    const auto again = shuffled.attr().find("reshuffle_each_iteration");
    if (again != shuffled.attr().end() && !again->second.b()) continue;
    NodeDef both = node;
    both.set_op(kShuffledAndRepeated);
    both.clear_input();
    for (int i = 0; i < 4; ++i) both.add_input(shuffled.input(i));
    both.add_input(node.input(1));
    for (const NodeDef* of : {&shuffled, static_cast<const NodeDef*>(&node)}) {
      for (const std::string& input : of->input()) {
        if (input[0] == '^') both.add_input(input);
      }
    }
    both.mutable_attr()->erase("metadata");
    node = both;
  }
}

inline void ShuffleAndRepeatAll(GraphDef* graph) {
  std::set<std::string> factories;
  for (const NodeDef& node : graph->node()) {
    const auto factory = node.attr().find("dataset_factory");
    if (factory != node.attr().end()) factories.insert(factory->second.func().name());
  }
  ShuffleAndRepeat(graph->mutable_node());
  for (auto& function : *graph->mutable_library()->mutable_function()) {
    if (factories.count(function.signature().name()) != 0) {
      ShuffleAndRepeat(function.mutable_node_def());
    }
  }
}

}  // namespace tf1

#endif  // TF1_GRAPHS_SHUFFLING_H_
