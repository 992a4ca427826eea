// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.access.Principal.SdkKey;
import dev.guidon.server.platform.ProblemException;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Hands a route's method the SDK key that it is asked with.
@Singleton
final class SdkKeyBinder implements TypedRequestArgumentBinder<SdkKey> {

  @Override
  public Argument<SdkKey> argumentType() {
    return Argument.of(SdkKey.class);
  }

  @Override
  public BindingResult<SdkKey> bind(
      ArgumentConversionContext<SdkKey> context, HttpRequest<?> request) {
    if (!(AccessFilter.of(request) instanceof SdkKey sdkKey)) {
      throw ProblemException.of(403, "forbidden", "this is for SDK keys only");
    }
    return () -> Optional.of(sdkKey);
  }
}
