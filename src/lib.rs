//! pointperson: one policy file decides what a lead is, how ready it is and who owns it.
