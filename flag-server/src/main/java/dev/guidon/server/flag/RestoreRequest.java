// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

/// Which version is to be brought back.
record RestoreRequest(Long version) {}
