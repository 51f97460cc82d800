"""Cell diagram on the way back: the places of the forward diagram, its arrows turned round."""
