/* LibTorch is C++: CTorch includes its headers itself. This module only carries the pkg-config flags. */
