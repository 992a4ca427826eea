// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

/// A listener's registration. Closing it ends the calls; closing it twice does nothing.
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  @Override
  void close();
}
