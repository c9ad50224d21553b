/// What a real thing and its stand-in must both do.
@NullMarked
package io.jimg.contract;

import org.jspecify.annotations.NullMarked;
