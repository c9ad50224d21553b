/// What can go wrong: one sealed family of failures, each a complete sentence for the user.
@NullMarked
package io.jimg.error;

import org.jspecify.annotations.NullMarked;
