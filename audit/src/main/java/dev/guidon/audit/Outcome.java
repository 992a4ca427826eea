// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

/// How it went. Changes are entries only when they were accepted; what runs by itself can also fail.
public enum Outcome {
  SUCCEEDED,
  FAILED
}
