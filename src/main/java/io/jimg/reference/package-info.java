/// Image names: parsing, normalising and printing them as Docker does.
@NullMarked
package io.jimg.reference;

import org.jspecify.annotations.NullMarked;
