// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Orders keys so that each comes after those it refers to, and finds the cycles where that cannot be.
///
/// Tarjan's algorithm for strongly connected components, with a stack of its own: a chain of thousands of flags is an
/// authoring error to be reported, and must not end the thread that finds it.
final class DependencyOrder {

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<String> order = new ArrayList<>();

  // Those met whose component is not complete yet, and those whose references are being followed.
  private final Deque<Node> open = new ArrayDeque<>();
  private final Deque<Node> path = new ArrayDeque<>();
  private int met;

  private DependencyOrder() {}

  /// @param references of a key; those that are not among the keys are passed over
  static DependencyOrder of(
      Collection<String> keys, Function<String, ? extends Collection<String>> references) {
    DependencyOrder order = new DependencyOrder();
    keys.forEach(key -> order.nodes.put(key, new Node(key, references.apply(key).iterator())));
    order.nodes.values().forEach(order::search);
    return order;
  }

  /// All keys; of those on a cycle some come before what they refer to.
  List<String> order() {
    return order;
  }

  /// Whether a key that `from` refers to leads back to it.
  boolean leadsBack(String from, String to) {
    Node start = nodes.get(from);
    Node end = nodes.get(to);
    if (start == null || end == null) {
      return false;
    }
    return start == end ? start.refersToItself : start.component == end.component;
  }

  private void search(Node start) {
    if (start.isMet()) {
      return;
    }
    enter(start);
    while (!path.isEmpty()) {
      Node node = path.getLast();
      if (node.references.hasNext()) {
        Node next = nodes.get(node.references.next());
        if (next != null) {
          follow(node, next);
        }
      } else {
        leave(node);
      }
    }
  }

  private void enter(Node node) {
    node.number = ++met;
    node.lowest = node.number;
    open.addLast(node);
    path.addLast(node);
  }

  private void follow(Node node, Node next) {
    node.refersToItself |= node == next;
    if (!next.isMet()) {
      enter(next);
    } else if (next.component == Node.NO_COMPONENT) {
      node.lowest = Math.min(node.lowest, next.number);
    }
  }

  private void leave(Node node) {
    path.removeLast();
    if (!path.isEmpty()) {
      path.getLast().lowest = Math.min(path.getLast().lowest, node.lowest);
    }
    if (node.lowest == node.number) {
      Node member;
      do {
        member = open.removeLast();
        member.component = node.number;
        order.add(member.key);
      } while (member != node);
    }
  }

  private static final class Node {

    static final int NO_COMPONENT = 0;

    final String key;
    final Iterator<String> references;
    int number;
    int lowest;
    int component = NO_COMPONENT;
    boolean refersToItself;

    Node(String key, Iterator<String> references) {
      this.key = key;
      this.references = references;
    }

    boolean isMet() {
      return number > 0;
    }
  }
}
