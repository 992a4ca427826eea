// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.StringValue;

/// `inCidr`: an address within one of the blocks. EVAL-16
final class AddressMatcher extends AttributeMatcher {

  private final AddressBlock[] blocks;

  AddressMatcher(AttributeReference attribute, boolean negate, AddressBlock[] blocks) {
    super(attribute, negate);
    this.blocks = blocks;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  @Override
  boolean test(Value element) {
    if (!(element instanceof StringValue text) || !IpAddress.isAddress(text.value())) {
      return false;
    }
    long high = IpAddress.high(text.value());
    long low = IpAddress.low(text.value());
    for (AddressBlock block : blocks) {
      if (block.contains(high, low)) {
        return true;
      }
    }
    return false;
  }
}
