/// Docker's config.json, and the credentials in it, in helpers and in the environment.
@NullMarked
package io.jimg.config.docker;

import org.jspecify.annotations.NullMarked;
