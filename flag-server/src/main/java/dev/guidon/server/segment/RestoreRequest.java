// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

/// Which version is to be brought back.
record RestoreRequest(Long version) {}
