// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.demo;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Settings `guidon.demo.*`.
///
/// @param secretsFile where the demo keeps the tokens that it prints, readable by its owner alone; null: no demo
@ConfigurationProperties("guidon.demo")
public record DemoConfiguration(@Nullable Path secretsFile) {}
