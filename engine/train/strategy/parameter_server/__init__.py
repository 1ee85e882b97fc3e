"""Workers push gradients to servers, each of which holds a part of the weights, and pull weights (Li et al., 2014)."""
