// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

/// From which environment of the same project targeting is to be copied.
record CopyRequest(String from) {}
