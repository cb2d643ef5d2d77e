// What must hold while user statements run, however deep they nest: installed once per backend, idle outside a run.
#pragma once

namespace confiture::pg {

void install_hooks();

} // namespace confiture::pg
