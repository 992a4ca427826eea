// SPDX-License-Identifier: Apache-2.0
/// What the guides show, as code that runs.
package dev.guidon.sdk.guide;
