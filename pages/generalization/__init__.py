"""The lesson on generalization: training loss against test loss, random labels, and what closes the gap."""
