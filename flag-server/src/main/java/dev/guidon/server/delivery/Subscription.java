// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

/// A client's first frame: what it holds and who it is.
///
/// @param sdk name and version of the SDK
/// @param instance a random id of the client, the same across its reconnects
record Subscription(Held held, String sdk, String instance) {}
