// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.compat;

import dev.guidon.evaluation.EvaluationContext;

/// One release of one browser.
record Release(String browser, BrowserVersion version) {

  EvaluationContext context() {
    return EvaluationContext.builder(browser + "-" + version)
        .set("browser", browser)
        .set("version", version.toString())
        .build();
  }
}
